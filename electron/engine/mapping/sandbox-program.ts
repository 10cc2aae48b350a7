/**
 * Runs inside the sandbox, beside JSONata: evaluates all expressions of a mapping over one message. Written in plain
 * JavaScript because the sandbox is an interpreter of its own that shares nothing with this process.
 */
export const sandboxProgram = `
(function () {
  'use strict';
  var compiled = new Map();
  var output;

  function compile(text) {
    var expression = compiled.get(text);
    if (expression === undefined) {
      if (compiled.size > 500) compiled.clear();
      expression = jsonata(text);
      compiled.set(text, expression);
    }
    return expression;
  }

  function said(error) {
    var message = error && (error.message || error.code);
    return String(message === undefined ? error : message).slice(0, 200);
  }

  function notTheSameTwice() {
    throw new Error('the same message must always give the same facts: this function does not');
  }

  function plain(value) {
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return value;
      throw new Error('it gives a number that is not finite');
    }
    if (typeof value === 'string') {
      if (value.length > 4096) throw new Error('it gives a text of more than 4096 characters');
      return value.toWellFormed ? value.toWellFormed() : value;
    }
    throw new Error('it gives ' + (typeof value === 'object' ? 'an object' : 'a function') + ', not a value');
  }

  function plainOrList(value) {
    if (!Array.isArray(value)) return plain(value);
    if (value.length > 500) throw new Error('it gives a list of more than 500 items');
    return Array.from(value, plain);
  }

  async function evaluate(text, record, bindings) {
    try {
      var value = plainOrList(await compile(text).evaluate(record, bindings));
      return value === null ? null : { v: value };
    } catch (error) {
      return { e: said(error) };
    }
  }

  async function recordsOf(job, bindings) {
    if (job.records === undefined) return Array.isArray(job.data) && job.spread ? job.data : [job.data];
    var found = await compile(job.records).evaluate(job.data, bindings);
    if (found === undefined || found === null) return [];
    return Array.isArray(found) ? found : [found];
  }

  async function run(job) {
    var now = new Date(job.receivedAt);
    var bindings = {
      topic: job.topic,
      levels: job.levels,
      payload: job.data,
      received: now.toISOString(),
      now: function () { return now.toISOString(); },
      millis: function () { return job.receivedAt; },
      random: notTheSameTwice,
      shuffle: notTheSameTwice
    };
    var records = await recordsOf(job, bindings);
    if (records.length > job.maxRecords) return { tooMany: records.length };
    var rows = [];
    var size = 0;
    for (var i = 0; i < records.length; i += 1) {
      bindings.index = i;
      var row = [];
      for (var n = 0; n < job.expressions.length; n += 1) {
        row.push(await evaluate(job.expressions[n], records[i], bindings));
      }
      size += JSON.stringify(row).length;
      if (size > 262144) return { tooLong: true };
      rows.push(row);
    }
    return { rows: rows };
  }

  globalThis.compileAll = function (text) {
    var job = JSON.parse(text);
    var texts = job.records === undefined ? job.expressions : job.expressions.concat([job.records]);
    for (var n = 0; n < texts.length; n += 1) {
      try {
        compile(texts[n]);
      } catch (error) {
        // It is said where the expression is evaluated.
      }
    }
  };
  globalThis.start = function (text) {
    output = undefined;
    run(JSON.parse(text)).then(
      function (result) { output = JSON.stringify(result); },
      function (error) { output = JSON.stringify({ failed: said(error) }); }
    );
  };
  globalThis.take = function () { return output; };
  for (const one of [Object, Array, Function, String, Number, Boolean, Date, RegExp, Promise, Map, Error]) {
    Object.freeze(one.prototype);
  }
})();
`;
