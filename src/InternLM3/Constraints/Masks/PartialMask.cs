using System.Numerics.Tensors;

namespace InternLM3.Constraints.Masks;

/// <summary>
/// What one state of a rule allows, whoever called it: the tokens that stay within the rule or end with it, and the places in the trie
/// where the rule may end with bytes to come, for the caller to go on from. Immutable.
/// </summary>
internal sealed class PartialMask
{
    private readonly int[]? _few;
    private readonly ulong[]? _many;

    /// <summary>Takes over the results of a walk.</summary>
    /// <param name="bits">The allowed tokens, one bit each; copied.</param>
    /// <param name="exits">The nodes where the rule may end.</param>
    public PartialMask(ReadOnlySpan<ulong> bits, int[] exits)
    {
        Exits = exits;
        // Below this a list of ids is smaller than the bits and faster to set.
        if (TensorPrimitives.PopCount(bits) < bits.Length / 2)
        {
            var few = new List<int>();
            for (var word = 0; word < bits.Length; word++)
            {
                for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                {
                    few.Add((word << 6) + System.Numerics.BitOperations.TrailingZeroCount(rest));
                }
            }
            _few = [.. few];
        }
        else
        {
            _many = bits.ToArray();
        }
        Bytes = 128 + (4 * exits.Length) + (4 * (_few?.Length ?? 0)) + (8 * (_many?.Length ?? 0));
    }

    /// <summary>Trie nodes, with children, at which the rule may end.</summary>
    public int[] Exits { get; }

    /// <summary>What this takes in memory, about.</summary>
    public int Bytes { get; }

    /// <summary>Sets the bits of the allowed tokens.</summary>
    public void SetIn(Span<ulong> allowed)
    {
        if (_many is not null)
        {
            TensorPrimitives.BitwiseOr(allowed[.._many.Length], _many, allowed);
            return;
        }
        foreach (var id in _few!)
        {
            allowed[id >> 6] |= 1UL << id;
        }
    }
}
