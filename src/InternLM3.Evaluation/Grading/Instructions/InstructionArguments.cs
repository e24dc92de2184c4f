using System.Text.Json;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>The arguments of one instruction, read by name; a missing argument or one of another type throws.</summary>
internal sealed class InstructionArguments(string instructionId, JsonElement arguments, string prompt)
{
    /// <summary>The prompt with the instruction.</summary>
    public string Prompt => prompt;

    public string Text(string name) => TextOrNull(name) ?? throw Missing(name, "a string");

    public string? TextOrNull(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    // Some Parquet conversions write numbers as 3.0.
    public int Number(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && Math.Abs(number) < 1e9
            ? (int)number
            : throw Missing(name, "a number");

    public IReadOnlyList<string> Texts(string name) => Find(name) is { ValueKind: JsonValueKind.Array } value
        ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
        : throw Missing(name, "a list of strings");

    /// <summary>Compares a count with a threshold by the relation in an argument: "less than" or "at least".</summary>
    public bool Holds(string relation, int count, int threshold) => Text(relation) switch
    {
        "less than" => count < threshold,
        "at least" => count >= threshold,
        _ => throw Missing(relation, "\"less than\" or \"at least\""),
    };

    private JsonElement? Find(string name) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(name, out var value) ? value : null;

    private InternLM3Exception Missing(string name, string kind) =>
        new($"The IFEval instruction '{instructionId}' needs the argument '{name}', {kind}; look at the kwargs of its line.");
}
