using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class AssignmentTests
{
    [Fact]
    public void Best_RandomTables_IsTheBestOfAllPermutations()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var size = random.Next(1, 7);
            var scores = new double[size, size];
            foreach (var i in Enumerable.Range(0, size * size))
            {
                scores[i / size, i % size] = random.Next(0, 5) / 4.0;
            }

            Assert.Equal(BestOfAll(scores, 0, new bool[size]), Assignment.Best(scores), 9);
        }
    }

    private static double BestOfAll(double[,] scores, int row, bool[] taken)
    {
        var best = row == taken.Length ? 0 : double.MinValue;
        for (var column = 0; row < taken.Length && column < taken.Length; column++)
        {
            if (!taken[column])
            {
                taken[column] = true;
                best = Math.Max(best, scores[row, column] + BestOfAll(scores, row + 1, taken));
                taken[column] = false;
            }
        }

        return best;
    }
}
