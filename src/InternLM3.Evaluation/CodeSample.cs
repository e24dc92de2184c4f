using System.Text.Json;

namespace InternLM3.Evaluation;

/// <summary>A program written by a model, for the caller's sandbox to run. This library never runs it.</summary>
/// <param name="Task">The benchmark's name.</param>
/// <param name="Item">The problem's id.</param>
/// <param name="Code">The program from the answer. It is untrusted.</param>
/// <param name="Problem">The problem's row in the data file, tests included.</param>
public sealed record CodeSample(string Task, string Item, string Code, JsonElement Problem);
