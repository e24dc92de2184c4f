namespace InternLM3.Constraints.Patterns;

/// <summary>The named sets of characters of a regular expression, as ECMAScript (ECMA-262, which JSON Schema names) defines them.</summary>
internal static class PatternClasses
{
    private static readonly CodePointSet s_digit = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet s_word = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    private static readonly CodePointSet s_space = CodePointSet.Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
        (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What <c>.</c> stands for: every character that does not end a line.</summary>
    public static CodePointSet Dot { get; } = CodePointSet.Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement();

    /// <summary>The set of a class escape such as <c>\d</c>, or null when the letter names none.</summary>
    public static CodePointSet? Find(char letter) => letter switch
    {
        'd' => s_digit,
        'D' => s_digit.Complement(),
        'w' => s_word,
        'W' => s_word.Complement(),
        's' => s_space,
        'S' => s_space.Complement(),
        _ => null,
    };
}
