using InternLM3.Sampling;

namespace InternLM3.Tests.Sampling;

public sealed class LargestTests
{
    [Fact]
    public void IndexIn_RandomRows_IsTheFirstOfTheLargest()
    {
        var random = new Random(4);
        for (var round = 0; round < 2000; round++)
        {
            // Few distinct values and odd lengths: ties, and a rest behind the vectors.
            var row = Enumerable.Range(0, random.Next(1, 120)).Select(_ => random.Next(4) == 0 ? float.NegativeInfinity : random.Next(-6, 6) / 2f).ToArray();

            Assert.Equal(Array.IndexOf(row, row.Max()), Largest.IndexIn(row));
        }
    }
}
