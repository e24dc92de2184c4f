using InternLM3.Constraints;

namespace InternLM3.Tests.Support;

/// <summary>Allows exactly one sequence of tokens.</summary>
public sealed class FixedConstraint(int[] tokens) : ITokenConstraint
{
    private int _next;

    public bool TryGetMask(Span<ulong> allowed)
    {
        allowed[tokens[_next] / 64] |= 1UL << (tokens[_next] % 64);
        return true;
    }

    public void Advance(int tokenId)
    {
        Assert.Equal(tokens[_next], tokenId);
        _next++;
    }
}
