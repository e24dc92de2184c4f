namespace InternLM3.Tokenization;

/// <summary>The ids of InternLM3's special tokens, resolved by name in the checkpoint; none is assumed.</summary>
public sealed class SpecialTokens
{
    internal SpecialTokens()
    {
    }

    /// <summary>Begins a prompt (<c>bos_token</c>, usually <c>&lt;s&gt;</c>).</summary>
    public required int Bos { get; init; }

    /// <summary>Ends a text (<c>eos_token</c>, usually <c>&lt;/s&gt;</c>).</summary>
    public required int Eos { get; init; }

    /// <summary>Begins a message: <c>&lt;|im_start|&gt;</c>.</summary>
    public required int ImStart { get; init; }

    /// <summary>Ends a message: <c>&lt;|im_end|&gt;</c>.</summary>
    public required int ImEnd { get; init; }

    /// <summary>Begins a call: <c>&lt;|action_start|&gt;</c>; null when the checkpoint has none.</summary>
    public int? ActionStart { get; init; }

    /// <summary>Ends a call: <c>&lt;|action_end|&gt;</c>; null when the checkpoint has none.</summary>
    public int? ActionEnd { get; init; }

    /// <summary>Names the plugin protocol: <c>&lt;|plugin|&gt;</c>; null when the checkpoint has none.</summary>
    public int? Plugin { get; init; }

    /// <summary>Names the code interpreter: <c>&lt;|interpreter|&gt;</c>; null when the checkpoint has none.</summary>
    public int? Interpreter { get; init; }
}
