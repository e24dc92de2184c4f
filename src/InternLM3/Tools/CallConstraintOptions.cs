using InternLM3.Constraints;

namespace InternLM3.Tools;

/// <summary>What a <see cref="CallConstraint"/> allows.</summary>
internal sealed record CallConstraintOptions
{
    /// <summary>The constraint of a call's text, ended by <c>&lt;|action_end|&gt;</c>; a fresh one for each call.</summary>
    public required Func<ITokenConstraint> CreateCall { get; init; }

    /// <summary>The tokens that end the turn.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Whether the turn is a call and nothing else.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a call may follow another where text is not free.</summary>
    public bool SeveralCalls { get; init; }

    /// <summary>The constraint of an answer without calls, or null for free text.</summary>
    public ITokenConstraint? Answer { get; init; }
}
