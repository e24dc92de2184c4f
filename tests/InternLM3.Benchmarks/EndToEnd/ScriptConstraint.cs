using InternLM3.Constraints;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>Allows one text only, so that a model with drawn weights writes the answer a trained one would.</summary>
internal sealed class ScriptConstraint(int[] script) : ITokenConstraint
{
    private int _position;

    public bool TryGetMask(Span<ulong> allowed)
    {
        if (_position >= script.Length)
        {
            return false;
        }

        allowed[script[_position] / 64] |= 1UL << (script[_position] % 64);
        return true;
    }

    public void Advance(int tokenId) => _position++;
}
