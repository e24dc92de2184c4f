using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.Evaluation.Running;

/// <summary>The JSON serialization of a run's files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ItemResult))]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(SettingsForm))]
internal sealed partial class LogJson : JsonSerializerContext
{
    private static LogJson? s_readable;

    /// <summary>Writes Chinese without escapes; this is safe because a log is never part of a page.</summary>
    /// <remarks>Created on first use, because the generated part of the class initializes its options only then.</remarks>
    public static LogJson Readable =>
        s_readable ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
