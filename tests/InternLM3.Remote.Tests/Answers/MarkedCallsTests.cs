using FsCheck;
using FsCheck.Fluent;
using InternLM3.Output;
using InternLM3.Remote.Answers;

namespace InternLM3.Remote.Tests.Answers;

public sealed class MarkedCallsTests
{
    private const string Call = "<|action_start|><|plugin|>\n{\"name\": \"f\", \"parameters\": {\"a\": 1}}<|action_end|>";

    private static readonly Config s_config = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(2_025, 117), null));

    [Theory]
    [InlineData("plain text", "T:plain text")]
    [InlineData("a < b <| c", "T:a < b <| c")]
    [InlineData("before" + Call + "after", "T:before C:f T:after")]
    [InlineData(Call + Call, "C:f C:f")]
    [InlineData("<|action_start|> <|plugin|>\n{\"name\": \"f\"}", "C:f")]
    [InlineData("<|action_start|><|plugin|>no call<|action_end|>", "T:no call")]
    [InlineData("<|action_start|><|interpreter|>x", "T:<|action_start|><|interpreter|>x")]
    public void Pieces_AreTheSame_HoweverTheTextIsCut(string text, string expected) => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, text.Length)).ToArbitrary(),
        cuts => Read(text, cuts) == expected).Check(s_config);

    [Fact]
    public void Finish_CutByTheLengthLimit_GivesABrokenCallAsText()
    {
        var calls = new MarkedCalls(startsInside: false);
        calls.Append("<|action_start|><|plugin|>{\"name\": \"f\", \"para");

        Assert.Equal("{\"name\": \"f\", \"para", Assert.Single(calls.Finish(cut: true)).Text);
    }

    private static string Read(string text, IEnumerable<int> cuts)
    {
        var calls = new MarkedCalls(startsInside: false);
        var pieces = new List<OutputEvent>();
        var start = 0;
        foreach (var cut in cuts.Append(text.Length).Order())
        {
            pieces.AddRange(calls.Append(text[start..cut]));
            start = cut;
        }

        pieces.AddRange(calls.Finish(cut: false));
        var joined = new List<(bool IsCall, string Text)>();
        foreach (var piece in pieces)
        {
            if (piece.Call is { } call)
            {
                joined.Add((true, call.Name));
            }
            else if (joined is [.., (false, var before)])
            {
                joined[^1] = (false, before + piece.Text);
            }
            else
            {
                joined.Add((false, piece.Text));
            }
        }

        return string.Join(' ', joined.Select(piece => $"{(piece.IsCall ? "C" : "T")}:{piece.Text}"));
    }
}
