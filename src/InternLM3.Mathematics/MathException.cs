namespace InternLM3.Mathematics;

/// <summary>A computation cannot be done: the text is not mathematics, a value does not exist, or a limit would be exceeded.</summary>
public sealed class MathException : InternLM3Exception
{
    /// <summary>Creates an exception with a message that says what to do.</summary>
    public MathException(string message)
        : base(message)
    {
    }
}
