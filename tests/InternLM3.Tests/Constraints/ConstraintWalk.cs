using System.Text;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

/// <summary>Outputs of constraints: drawn at random from the masks, or given.</summary>
internal static class ConstraintWalk
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Follows random allowed tokens to the end; after some steps it prefers tokens that close what is open.</summary>
    public static string Random(Grammar grammar, Random random, int patience = 60)
    {
        var constraint = grammar.CreateConstraint(TestVocabulary.Small);
        var output = new List<byte>();
        for (var step = 0; step < 20_000; step++)
        {
            var allowed = TestVocabulary.Ids(Mask(constraint));
            Assert.NotEmpty(allowed);
            var canStop = allowed.Contains(TestVocabulary.Stop);
            if (canStop && (allowed.Count == 1 || random.Next(step > patience ? 1 : 4) == 0))
            {
                constraint.Advance(TestVocabulary.Stop);
                return s_strict.GetString([.. output]);
            }
            allowed.Remove(TestVocabulary.Stop);
            if (step > patience && random.Next(8) != 0)
            {
                var closing = allowed.FindAll(id => TestVocabulary.SmallTokens[id] is [(byte)'"' or (byte)'}' or (byte)']']);
                allowed = closing.Count > 0 ? closing : allowed;
            }
            var token = allowed[random.Next(allowed.Count)];
            constraint.Advance(token);
            output.AddRange(TestVocabulary.SmallTokens[token]);
        }
        throw new Xunit.Sdk.XunitException("The walk does not end: " + Encoding.UTF8.GetString([.. output]));
    }

    /// <summary>Whether a text is accepted, cut into tokens at random, and the output may end after it.</summary>
    public static bool Accepts(Grammar grammar, string text, Random? random = null)
    {
        var constraint = grammar.CreateConstraint(TestVocabulary.Small);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length;)
        {
            var allowed = Mask(constraint);
            var fitting = Fitting(bytes.AsSpan(at));
            var token = fitting[random?.Next(fitting.Count) ?? 0];
            if ((allowed[token >> 6] >> token & 1) == 0)
            {
                return false;
            }
            constraint.Advance(token);
            at += TestVocabulary.SmallTokens[token].Length;
        }
        return (Mask(constraint)[0] >> TestVocabulary.Stop & 1) != 0;
    }

    /// <summary>The mask of a step.</summary>
    public static ulong[] Mask(ITokenConstraint constraint)
    {
        var mask = new ulong[TestVocabulary.Small.Words];
        Assert.True(constraint.TryGetMask(mask));
        return mask;
    }

    // The tokens the rest begins with, single bytes first.
    private static List<int> Fitting(ReadOnlySpan<byte> rest)
    {
        var ids = new List<int>();
        for (var id = 0; id < TestVocabulary.SmallTokens.Length; id++)
        {
            if (TestVocabulary.SmallTokens[id] is { Length: > 0 } bytes && rest.StartsWith(bytes))
            {
                ids.Add(id);
            }
        }
        return ids;
    }
}
