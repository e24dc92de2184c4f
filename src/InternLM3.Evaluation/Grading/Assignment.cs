namespace InternLM3.Evaluation.Grading;

/// <summary>
/// Assigns rows to columns so that the sum of the scores is largest (the Hungarian method with potentials, in cubic time).
/// </summary>
internal static class Assignment
{
    /// <summary>The largest sum over a square table.</summary>
    public static double Best(double[,] scores)
    {
        var n = scores.GetLength(0);
        var (rowPotential, columnPotential) = (new double[n + 1], new double[n + 1]);
        var rowOf = new int[n + 1];
        for (var row = 1; row <= n; row++)
        {
            rowOf[0] = row;
            var (column, least, from, done) = (0, new double[n + 1], new int[n + 1], new bool[n + 1]);
            Array.Fill(least, double.PositiveInfinity);
            do
            {
                done[column] = true;
                var (current, next, delta) = (rowOf[column], 0, double.PositiveInfinity);
                for (var j = 1; j <= n; j++)
                {
                    if (done[j])
                    {
                        continue;
                    }

                    var cost = -scores[current - 1, j - 1] - rowPotential[current] - columnPotential[j];
                    (least[j], from[j]) = cost < least[j] ? (cost, column) : (least[j], from[j]);
                    (delta, next) = least[j] < delta ? (least[j], j) : (delta, next);
                }

                for (var j = 0; j <= n; j++)
                {
                    if (done[j])
                    {
                        (rowPotential[rowOf[j]], columnPotential[j]) = (rowPotential[rowOf[j]] + delta, columnPotential[j] - delta);
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }

                column = next;
            }
            while (rowOf[column] != 0);
            for (; column != 0; column = from[column])
            {
                rowOf[column] = rowOf[from[column]];
            }
        }

        var sum = 0.0;
        for (var j = 1; j <= n; j++)
        {
            sum += scores[rowOf[j] - 1, j - 1];
        }

        return sum;
    }
}
