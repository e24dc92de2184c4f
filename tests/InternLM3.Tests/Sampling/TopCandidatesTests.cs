using InternLM3.Sampling;

namespace InternLM3.Tests.Sampling;

public sealed class TopCandidatesTests
{
    [Fact]
    public void Select_RandomRows_EqualsSorting()
    {
        var random = new Random(8);
        for (var round = 0; round < 500; round++)
        {
            // Few distinct values, so that ties are common; odd lengths, so that the vector loop leaves a rest.
            var row = Enumerable.Range(0, random.Next(1, 200))
                .Select(_ => random.Next(10) == 0 ? float.NegativeInfinity : random.Next(-9, 9) / 2f).ToArray();
            var capacity = random.Next(1, 50);
            var top = new TopCandidates(capacity);
            top.Select([1, 2, 3]);

            top.Select(row);

            var expected = row.Index().Where(x => !float.IsNegativeInfinity(x.Item)).OrderByDescending(x => x.Item).ThenBy(x => x.Index).Take(capacity).ToArray();
            Assert.Equal(expected.Select(x => x.Index), top.Ids.ToArray());
            Assert.Equal(expected.Select(x => x.Item), top.Values.ToArray());
        }
    }
}
