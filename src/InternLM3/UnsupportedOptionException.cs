namespace InternLM3;

/// <summary>A request asks for something this library cannot do; nothing was generated.</summary>
public sealed class UnsupportedOptionException : InternLM3Exception
{
    /// <summary>Creates an exception about one option.</summary>
    /// <param name="option">The option, property or content type as the caller knows it.</param>
    /// <param name="reason">Why it is refused and what to do instead.</param>
    public UnsupportedOptionException(string option, string reason)
        : base($"{option}: {reason}") => Option = option;

    /// <summary>The option, property or content type as the caller knows it.</summary>
    public string Option { get; }
}
