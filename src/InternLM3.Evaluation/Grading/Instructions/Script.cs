namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>The scripts of IFEval's languages.</summary>
internal enum Script
{
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Thai,
    Kana,
    Han,
    Hangul,
}
