namespace InternLM3.Tiny;

/// <summary>
/// InternLM3-Tiny: a small trained checkpoint of InternLM3's architecture, in Hugging Face layout. It answers a few fixed
/// questions, does small arithmetic, calls tools and cites documents; it is not InternLM3-8B-Instruct.
/// </summary>
public static class InternLM3Tiny
{
    /// <summary>The model's id, as a client reports it.</summary>
    public const string ModelId = "internlm3-tiny";

    /// <summary>One sentence for people, so that nobody takes this model for the real one.</summary>
    public const string Notice =
        "InternLM3-Tiny: a 5.5-million-parameter demo model with InternLM3's architecture, not InternLM3-8B-Instruct.";

    /// <summary>The checkpoint folder beside the application's binaries, where the build puts it.</summary>
    public static string CheckpointPath { get; } = Path.Combine(AppContext.BaseDirectory, "internlm3-tiny");
}
