using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.Evaluation.Running;

/// <summary>The JSON of the files of a run.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(SettingsForm))]
internal sealed partial class LogJson : JsonSerializerContext
{
    private static LogJson? s_readable;

    /// <summary>With readable Chinese; a log is a file, never part of a page.</summary>
    /// <remarks>Made when asked for: the generated half has its options ready only then.</remarks>
    public static LogJson Readable => s_readable ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
