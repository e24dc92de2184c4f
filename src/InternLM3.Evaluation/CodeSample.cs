using System.Text.Json;

namespace InternLM3.Evaluation;

/// <summary>A program a model wrote, for a sandbox of the caller's to run. Nothing of this library runs it.</summary>
/// <param name="Task">The benchmark's name.</param>
/// <param name="Item">The problem's id.</param>
/// <param name="Code">The program, as the answer has it; written by a model, so trust nothing in it.</param>
/// <param name="Problem">The problem as the data file has it, tests included.</param>
public sealed record CodeSample(string Task, string Item, string Code, JsonElement Problem);
