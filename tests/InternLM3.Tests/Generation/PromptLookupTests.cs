using InternLM3.Generation;

namespace InternLM3.Tests.Generation;

public sealed class PromptLookupTests
{
    [Fact]
    public void Propose_TokensThatStoodBefore_GivesWhatFollowedTheLatestAndLongestMatch()
    {
        var draft = new int[8];

        // 1 2 stood at three places; 9 1 2 only at one of them, and the longer match counts.
        var count = new PromptLookup(8).Propose([9, 1, 2, 3, 4, 5, 1, 2, 6, 6, 9, 1], 2, draft);

        Assert.Equal([3, 4, 5], draft[..count]);
        count = new PromptLookup(8).Propose([7, 1, 2, 3, 4, 5, 8, 1, 2, 6, 0, 9, 1], 2, draft);
        Assert.Equal([6, 0, 9], draft[..count]);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, 6)]
    [InlineData(new[] { 5, 1, 2, 3, 4 }, 5)]
    [InlineData(new int[0], 5)]
    [InlineData(new[] { 5 }, 5)]
    public void Propose_NoTwoTokensThatStoodBefore_GivesNothing(int[] held, int last) =>
        Assert.Equal(0, new PromptLookup(8).Propose(held, last, new int[8]));

    [Fact]
    public void Propose_OneTokenOverAndOver_ProposesIt()
    {
        var draft = new int[8];

        var count = new PromptLookup(8).Propose([7, 7, 7, 7, 7], 7, draft);

        Assert.True(count > 0);
        Assert.All(draft[..count], token => Assert.Equal(7, token));
    }

    [Fact]
    public void Propose_RandomSequences_EqualsThePlainSearch()
    {
        var random = new Random(6);
        var draft = new int[1];
        for (var round = 0; round < 5000; round++)
        {
            int[] all = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(random.Next(2, 6)))];

            var count = new PromptLookup(1).Propose(all.AsSpan(..^1), all[^1], draft);

            Assert.Equal(PlainSearch(all), count == 0 ? null : draft[0]);
        }
    }

    [Fact]
    public void Propose_DraftsThatAreNeverAccepted_CostLessThanTwoPerCent()
    {
        const double TokenCost = 0.2;
        var (lookup, draft, cost) = (new PromptLookup(8), new int[8], 0.0);
        for (var step = 1; step <= 2000; step++)
        {
            var count = lookup.Propose([1, 2, 3, 4, 5, 6, 7, 8, 9, 1], 2, draft);
            lookup.Draft(count);
            cost += TokenCost * count;
            Assert.True(step < 100 || cost <= 0.02 * step, $"{cost} of {step} steps lost.");
        }

        Assert.True(lookup.Drafted > 20, "It must try again now and then.");
    }

    [Fact]
    public void Propose_DraftsThatAreAccepted_AreAsLongAsAllowed()
    {
        var (lookup, draft) = (new PromptLookup(8), new int[8]);
        int[] held = [.. Enumerable.Range(1, 20), 1];
        for (var step = 0; step < 5; step++)
        {
            var count = lookup.Propose(held, 2, draft);
            lookup.Draft(count);
            for (var i = 0; i < count; i++)
            {
                lookup.Accept();
            }
        }

        Assert.Equal(8, lookup.Propose(held, 2, draft));
        Assert.Equal(3, lookup.Propose(held, 2, draft.AsSpan(0, 3)));
        Assert.Equal(lookup.Drafted, lookup.Accepted);
    }

    [Fact]
    public void Propose_WithoutDraftTokens_GivesNothing() => Assert.Equal(0, new PromptLookup(0).Propose([7, 7, 7], 7, new int[4]));

    private static int? PlainSearch(int[] all)
    {
        for (var length = 4; length >= 2; length--)
        {
            // What followed must stand before the last token, whose successor is looked for.
            for (var start = all.Length - length - 2; start >= 0; start--)
            {
                if (all.AsSpan(start, length).SequenceEqual(all.AsSpan(^length..)))
                {
                    return all[start + length];
                }
            }
        }

        return null;
    }
}
