namespace InternLM3.Constraints;

/// <summary>
/// Restricts what a sequence may generate, token by token. The engine asks for the mask of a step, samples, and advances. A token that
/// was taken stays: a draft never reaches a constraint, only what was chosen does.
/// </summary>
/// <remarks>One instance serves one sequence and is called from one thread at a time.</remarks>
public interface ITokenConstraint
{
    /// <summary>Writes which tokens are allowed at this step.</summary>
    /// <param name="allowed">
    /// One bit a token id, cleared on entry: id <c>i</c> is bit <c>i % 64</c> of word <c>i / 64</c>. Stop tokens are ordinary bits:
    /// set them where the output may end.
    /// </param>
    /// <returns>False when every token is allowed and <paramref name="allowed"/> was left alone.</returns>
    bool TryGetMask(Span<ulong> allowed);

    /// <summary>Moves on by the token that was chosen for this step.</summary>
    void Advance(int tokenId);
}
