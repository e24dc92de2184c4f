namespace InternLM3.Generation;

/// <summary>
/// Speculation without a draft model (prompt lookup decoding, Saxena 2023): where the last tokens of a sequence stood before, in its
/// prompt or its output, what followed them there is proposed as what follows now. Answers that quote, edit or repeat are drafted well;
/// others are left alone: drafts are paid from a balance that accepted tokens, and slowly steps without a draft, fill.
/// </summary>
/// <param name="maxDraftTokens">The most tokens of a draft; 0 proposes nothing.</param>
internal sealed class PromptLookup(int maxDraftTokens)
{
    // Tokens that must agree for a match. One alone agrees by chance too often.
    private const int LongestMatch = 4;
    private const int ShortestMatch = 2;

    // What one more token of a step costs, in hundredths of a step. A 1B int4 model on two cores took
    // about 1.1, 1.5 and 2.4 times a step to decode 2, 4 and 8 sequences together.
    private const int TokenCost = 20;

    // What may be lost: so much at the start, and so much a step after that. 100 tokens with nothing to copy lose at most 1.6 steps.
    private const int FirstCredit = 60;
    private const int CreditPerStep = 1;

    // An accepted token saves a step. Gains are not saved up without end, or the end of a quotation would be paid for long.
    private const int Saved = 100;
    private const int MostCredit = 200;

    private int _balance = FirstCredit;

    /// <summary>Tokens proposed so far.</summary>
    public int Drafted { get; private set; }

    /// <summary>Proposed tokens that were also chosen.</summary>
    public int Accepted { get; private set; }

    /// <summary>Proposes the tokens after a sequence.</summary>
    /// <param name="held">The sequence so far, without its last token.</param>
    /// <param name="last">Its last token.</param>
    /// <param name="draft">Receives the proposal; its length bounds it too.</param>
    /// <returns>How many tokens were proposed; 0 when nothing matches or the balance is spent.</returns>
    public int Propose(ReadOnlySpan<int> held, int last, Span<int> draft)
    {
        var most = Math.Min(Math.Min(maxDraftTokens, draft.Length), _balance / TokenCost);
        var start = most > 0 ? Find(held, last) : -1;
        if (start < 0)
        {
            _balance = Math.Min(MostCredit, _balance + CreditPerStep);
            return 0;
        }

        var count = Math.Min(most, held.Length - start);
        held.Slice(start, count).CopyTo(draft);
        return count;
    }

    /// <summary>Records that a proposal is verified, and takes its cost from the balance.</summary>
    public void Draft(int tokens)
    {
        Drafted += tokens;
        _balance -= TokenCost * tokens;
    }

    /// <summary>Records that a proposed token was chosen: a step was saved.</summary>
    public void Accept()
    {
        Accepted++;
        _balance = Math.Min(MostCredit, _balance + Saved);
    }

    /// <summary>Where the continuation of the latest and longest match begins, or -1.</summary>
    private static int Find(ReadOnlySpan<int> held, int last)
    {
        for (var length = Math.Min(LongestMatch, held.Length); length >= ShortestMatch; length--)
        {
            // The match ends before the end of what is held, so that at least one token follows it there.
            var before = held[^(length - 1)..];
            for (var end = held.Length - 1; end >= length;)
            {
                var at = held[(length - 1)..end].LastIndexOf(last) + length - 1;
                if (at < length - 1)
                {
                    break;
                }

                if (held.Slice(at - length + 1, length - 1).SequenceEqual(before))
                {
                    return at + 1;
                }

                end = at;
            }
        }

        return -1;
    }
}
