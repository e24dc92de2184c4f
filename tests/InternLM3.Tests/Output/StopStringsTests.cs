using InternLM3.Output;

namespace InternLM3.Tests.Output;

public sealed class StopStringsTests
{
    [Theory]
    [InlineData("abcdef", "cd", "ab")]
    [InlineData("abcdef", "xyz", "abcdef")]
    [InlineData("aab", "ab", "a")]
    [InlineData("ababac", "abac", "ab")]
    [InlineData("abc", "abcd", "abc")]
    [InlineData("stop", "stop", "")]
    [InlineData("问题:答案", "答案", "问题:")]
    public void Append_AnyCut_GivesTheTextBeforeTheStop(string text, string stop, string expected)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var stops = new StopStrings([stop]);
            Assert.Equal(expected, stops.Append(text[..cut]) + stops.Append(text[cut..]) + stops.Flush());
            Assert.Equal(text.Contains(stop, StringComparison.Ordinal), stops.Found);
        }
    }

    [Fact]
    public void Append_RandomTextInRandomPieces_EqualsCharacterByCharacter()
    {
        var random = new Random(12);
        for (var round = 0; round < 3000; round++)
        {
            // Two letters, so that stops overlap with themselves and with each other.
            var text = Letters(random, random.Next(0, 30));
            string[] stops = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Letters(random, random.Next(1, 6)))];

            var whole = Run(stops, [text]);
            var single = Run(stops, text.Select(c => c.ToString()));
            var pieces = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var length = random.Next(1, 5);
                pieces.Add(text.Substring(at, Math.Min(length, text.Length - at)));
                at += length;
            }

            Assert.Equal(single, whole);
            Assert.Equal(single, Run(stops, pieces));
            Assert.Equal(Plain(text, stops), single);
        }
    }

    [Fact]
    public void Append_TextThatCouldBecomeAStop_IsHeldBack()
    {
        var stops = new StopStrings(["END", "EXIT"]);

        Assert.Equal("go ", stops.Append("go E"));
        Assert.Equal("", stops.Append("XI"));
        Assert.Equal("EXI", stops.Append("EN"));
        Assert.Equal("EN!", stops.Append("!"));
        Assert.Equal("", stops.Flush());
    }

    [Fact]
    public void Constructor_EmptyStop_IsRefused() =>
        Assert.Equal("StopSequences", Assert.Throws<UnsupportedOptionException>(() => new StopStrings(["a", ""])).Option);

    private static string Letters(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "ab"[random.Next(2)]));

    private static string Run(string[] stops, IEnumerable<string> pieces)
    {
        var matcher = new StopStrings(stops);
        return string.Concat(pieces.Select(matcher.Append)) + matcher.Flush();
    }

    /// <summary>The text before the stop that is complete first, and of those that end together the longest.</summary>
    private static string Plain(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var match = stops.Where(stop => text[..end].EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length);
            if (match is not null)
            {
                return text[..(end - match.Length)];
            }
        }

        return text;
    }
}
