using System.Text.Json;
using InternLM3.Constraints;
using InternLM3.Constraints.Automata;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Constraints;

public sealed class MaskTests
{
    [Fact]
    public void TryGetMask_RandomStates_EqualsTryingEveryToken()
    {
        var states = 0;
        Seeds.Each(500, 60, random =>
        {
            var constraint = (GrammarConstraint)Grammar.FromJsonSchema(new RandomSchema(random).Draw()).CreateConstraint(TestVocabulary.Small);
            for (var step = 0; step < 40; step++, states++)
            {
                var allowed = TestVocabulary.Ids(ConstraintWalk.Mask(constraint));
                Assert.Equal(BruteForce(constraint.Current), allowed);
                var token = allowed[random.Next(allowed.Count)];
                constraint.Advance(token);
                if (token == TestVocabulary.Stop)
                {
                    break;
                }
            }
        });
        Assert.True(states > 500);
    }

    [Fact]
    public void Advance_RefusedTokensInBetween_ChangeNothing()
    {
        Seeds.Each(0, 40, random =>
        {
            var grammar = Grammar.FromJsonSchema(new RandomSchema(random).Draw());
            var constraint = grammar.CreateConstraint(TestVocabulary.Small);
            var undisturbed = grammar.CreateConstraint(TestVocabulary.Small);
            for (var step = 0; step < 60; step++)
            {
                var mask = ConstraintWalk.Mask(constraint);
                Assert.Equal(ConstraintWalk.Mask(undisturbed), mask);
                var allowed = TestVocabulary.Ids(mask);
                for (var i = 0; i < 5; i++)
                {
                    var other = random.Next(TestVocabulary.Small.Count);
                    if (!allowed.Contains(other))
                    {
                        Assert.Throws<InternLM3Exception>(() => constraint.Advance(other));
                    }
                }

                Assert.Equal(mask, ConstraintWalk.Mask(constraint));
                var token = allowed[random.Next(allowed.Count)];
                constraint.Advance(token);
                undisturbed.Advance(token);
                if (token == TestVocabulary.Stop)
                {
                    break;
                }
            }
        });
    }

    [Fact]
    public void TryGetMask_CompleteValueThatCannotGoOn_AllowsTheStopTokensOnly()
    {
        var constraint = Grammar.FromChoices(["a"]).CreateConstraint(new ConstraintVocabulary([[], [], [(byte)'a'], [(byte)'b']], [0, 1]));
        Assert.Equal([2], Allowed(constraint));
        constraint.Advance(2);
        Assert.Equal([0, 1], Allowed(constraint));
        constraint.Advance(1);
        Assert.Equal([0, 1], Allowed(constraint));

        static List<int> Allowed(ITokenConstraint constraint)
        {
            var mask = new ulong[1];
            constraint.TryGetMask(mask);
            return TestVocabulary.Ids(mask);
        }
    }

    [Fact]
    public void Advance_TokenOutsideTheMask_Throws()
    {
        var constraint = Grammar.JsonObject().CreateConstraint(TestVocabulary.Small);
        Assert.Throws<InternLM3Exception>(() => constraint.Advance(3 + 'x'));
        Assert.Throws<InternLM3Exception>(() => constraint.Advance(TestVocabulary.Stop));
        Assert.Throws<InternLM3Exception>(() => constraint.Advance(0));
        Assert.Throws<InternLM3Exception>(() => constraint.Advance(TestVocabulary.Small.Count));
        constraint.Advance(3 + '{');
    }

    [Fact]
    public void TryGetMask_VocabularyWithoutTheBytesNeeded_Throws()
    {
        var constraint = Grammar.FromChoices(["b"]).CreateConstraint(new ConstraintVocabulary([[], [(byte)'a']], [0]));
        Assert.Throws<InternLM3Exception>(() => constraint.TryGetMask(new ulong[1]));
    }

    [Fact]
    public void Constructor_WithoutAUsableStopToken_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ConstraintVocabulary([[1]], []));
        Assert.Throws<ArgumentException>(() => new ConstraintVocabulary([[1]], [1]));
    }

    [Fact]
    public void TryGetMask_ManyThreadsOneGrammar_GiveTheSameMasks()
    {
        var vocabulary = new ConstraintVocabulary(TestVocabulary.SmallTokens, [TestVocabulary.Stop]);
        var grammar = Grammar.FromJsonSchema(new RandomSchema(new Random(7)).Draw());
        var hashes = new List<int>[8];
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(11);
            var list = hashes[worker] = [];
            var constraint = grammar.CreateConstraint(vocabulary);
            for (var step = 0; step < 50; step++)
            {
                var mask = new ulong[vocabulary.Words];
                constraint.TryGetMask(mask);
                var allowed = TestVocabulary.Ids(mask);
                list.AddRange(allowed);
                var token = allowed[random.Next(allowed.Count)];
                constraint.Advance(token);
                if (token == TestVocabulary.Stop)
                {
                    constraint = grammar.CreateConstraint(vocabulary);
                }
            }
        });
        Assert.All(hashes, list => Assert.Equal(hashes[0], list));
    }

    [Fact]
    public void TryGetMask_DeeplyNestedArrays_StopsAtTheLimitAndCanBeFinished()
    {
        var constraint = Grammar.FromJsonSchema(JsonElement.Parse("""{"type":"array"}""")).CreateConstraint(TestVocabulary.Small);
        var depth = 0;
        while ((ConstraintWalk.Mask(constraint)[(3 + '[') >> 6] >> (3 + '[') & 1) != 0)
        {
            constraint.Advance(3 + '[');
            depth++;
        }
        Assert.Equal(Rule.MaxDepth, depth);
        for (; depth > 0; depth--)
        {
            constraint.Advance(3 + ']');
        }
        Assert.Equal([TestVocabulary.Stop], TestVocabulary.Ids(ConstraintWalk.Mask(constraint)));
    }

    // Every token but the stop token against the automaton, byte by byte.
    private static List<int> BruteForce(PositionSet state)
    {
        var ids = new List<int>();
        for (var id = 0; id < TestVocabulary.SmallTokens.Length; id++)
        {
            var at = state;
            foreach (var value in TestVocabulary.SmallTokens[id])
            {
                var next = new PositionSet();
                next.Step(at, value);
                at = next;
            }
            if (id == TestVocabulary.Stop ? state.Completed : TestVocabulary.SmallTokens[id].Length > 0 && !at.IsDead)
            {
                ids.Add(id);
            }
        }
        return ids;
    }
}
