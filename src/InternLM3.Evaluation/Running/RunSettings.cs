using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InternLM3.Evaluation.Running;

/// <summary>
/// The settings that an answer depends on. Those that only change the number of answers (limit, repeats) are not part of
/// <see cref="Hash"/>, so that a run can be extended.
/// </summary>
internal sealed record RunSettings
{
    public required string Task { get; init; }

    public required string Model { get; init; }

    public string? Data { get; init; }

    public string? DataHash { get; init; }

    public string? ExamplesHash { get; init; }

    public string? Thinking { get; init; }

    public bool Tools { get; init; }

    public int FewShot { get; init; }

    public long Seed { get; init; }

    public float Temperature { get; init; }

    public int? MaxOutputTokens { get; init; }

    public double TimeoutSeconds { get; init; }

    public int? Length { get; init; }

    public string? Judge { get; init; }

    public bool Sandbox { get; init; }

    public int Repeats { get; init; }

    public int Items { get; init; }

    public int? Limit { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A hash of all settings that change an answer, as 16 hexadecimal digits.</summary>
    [JsonIgnore]
    public string Hash
    {
        get
        {
            var same = this with { Repeats = 0, Items = 0, Limit = null, Notes = [], Data = null };
            return Convert.ToHexStringLower(
                SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new SettingsForm(same), LogJson.Default.SettingsForm)))[..16];
        }
    }
}
