using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Tools;

/// <summary>
/// The results of <c>--tool-results</c>: an object from a function's name to the result of each of its calls, or an array whose
/// entries are used in order, whatever function is called. The model gets a string as text, anything else as JSON.
/// </summary>
internal sealed class ToolResults
{
    private readonly FileInfo _file;
    private readonly JsonElement _results;
    private int _used;

    private ToolResults(FileInfo file, JsonElement results) => (_file, _results) = (file, results);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InternLM3Exception">The file is not JSON, or neither an object nor an array.</exception>
    public static async Task<ToolResults> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var root = await JsonFile.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        return root.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? new ToolResults(file, root)
            : throw JsonFile.Bad(file, "results are an object from name to result, or an array of results.");
    }

    /// <summary>The result of a call.</summary>
    /// <exception cref="InternLM3Exception">The file has no result for the call.</exception>
    public JsonElement Take(FunctionCallContent call)
    {
        if (_results.ValueKind == JsonValueKind.Object)
        {
            return _results.TryGetProperty(call.Name, out var result)
                ? result
                : throw JsonFile.Bad(_file, $"there is no result of \"{call.Name}\", which the model called.");
        }

        return _used < _results.GetArrayLength()
            ? _results[_used++]
            : throw JsonFile.Bad(_file, $"all {_used} results are used up, and the model called \"{call.Name}\" once more.");
    }
}
