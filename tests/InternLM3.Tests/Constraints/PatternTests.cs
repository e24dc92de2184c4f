using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

public sealed class PatternTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("^abc$", "abc", true)]
    [InlineData("(^a|b$)", "a", true)]
    [InlineData("a|", "", true)]
    [InlineData("a.c", "a中c", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("[a-c-]+", "a-c", true)]
    [InlineData("[^a-c]", "中", true)]
    [InlineData("[^a-c]", "b", false)]
    [InlineData("[\\]\\\\^-]{3}", "]\\^", true)]
    [InlineData("[\\d_]{2,3}", "1_2", true)]
    [InlineData("[\\d_]{2,3}", "1", false)]
    [InlineData("a{2,}", "aaaaa", true)]
    [InlineData("a{2,}?", "a", false)]
    [InlineData("(?:ab)+?", "abab", true)]
    [InlineData("(?<year>\\d{4})", "2024", true)]
    [InlineData("\\w+\\s\\W", "a_1\u3000中", true)]
    [InlineData("\\x41\\u0042\\u{1F600}\\u4e2d", "AB😀中", true)]
    [InlineData("\\ud83d\\ude00+", "😀😀", true)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("[\\u0000-\\u{10FFFF}]", "\ud7ff", true)]
    [InlineData("\\.\\/\\-\\{\\}", "./-{}", true)]
    [InlineData("\\t\\n\\r\\0\\v\\f", "\t\n\r\0\v\f", true)]
    [InlineData("(a(b(c)?)?)?d", "abd", true)]
    [InlineData("(a*)*", "aaa", true)]
    [InlineData("}]", "}]", true)]
    public void FromRegex_GivenText_MatchesAsAWhole(string pattern, string text, bool expected) =>
        Assert.Equal(expected, ConstraintWalk.Accepts(Grammar.FromRegex(pattern), text));

    [Theory]
    [InlineData("(?=a)", "lookahead")]
    [InlineData("(?!a)", "lookahead")]
    [InlineData("(?<=a)", "lookbehind")]
    [InlineData("(?<!a)", "lookbehind")]
    [InlineData("(a)\\1", "backreference")]
    [InlineData("(?<x>a)\\k<x>", "backreference")]
    [InlineData("\\bword", "word boundary")]
    [InlineData("\\p{L}", "Unicode property")]
    [InlineData("(?i)a", "inline flags")]
    [InlineData("(?>a)", "inline flags")]
    [InlineData("a++", "possessive")]
    [InlineData("a**", "quantifier after")]
    [InlineData("a^b", "anchor '^'")]
    [InlineData("a$b", "anchor '$'")]
    [InlineData("(^a)*", "anchor '^'")]
    [InlineData("^*", "repeated anchor")]
    [InlineData("*a", "nothing to repeat")]
    [InlineData("a{x}", "quantifier")]
    [InlineData("a{3,2}", "quantifier")]
    [InlineData("a{99999}", "10000")]
    [InlineData("[a", "without ']'")]
    [InlineData("[]", "empty class")]
    [InlineData("[b-a]", "range")]
    [InlineData("[\\d-z]", "range")]
    [InlineData("[a-z-[aeiou]]", "subtraction")]
    [InlineData("[[:alpha:]]", "POSIX")]
    [InlineData("(a", "without ')'")]
    [InlineData("a)", "without '('")]
    [InlineData("a\\", "at the end")]
    [InlineData("\\q", "'\\q'")]
    [InlineData("\\ud83d", "surrogate")]
    [InlineData("\\xzz", "hexadecimal")]
    [InlineData("(a|b)*a(a|b){30}", "too large")]
    public void FromRegex_BeyondTheSubset_IsRefusedByName(string pattern, string named)
    {
        var error = Assert.Throws<SchemaException>(() => Grammar.FromRegex(pattern));
        Assert.Equal("pattern", error.Location);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromRegex_RandomWalks_MatchInDotNet()
    {
        var random = new Random(4);
        foreach (var (pattern, _) in RandomSchema.Patterns.Where(p => p.Pattern.StartsWith('^') && p.Pattern.EndsWith('$') && !p.Pattern.Contains('|', StringComparison.Ordinal)))
        {
            for (var i = 0; i < 20; i++)
            {
                var text = ConstraintWalk.Random(Grammar.FromRegex(pattern), random, patience: 8);
                Assert.True(SchemaValidator.IsMatch($"{pattern[..^1]}\\z", text), $"{text} does not match {pattern}");
            }
        }
    }
}
