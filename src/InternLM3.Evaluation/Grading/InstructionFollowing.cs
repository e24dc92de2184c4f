using System.Text.Json;
using InternLM3.Evaluation.Grading.Instructions;

namespace InternLM3.Evaluation.Grading;

/// <summary>IFEval: checks whether a response follows an instruction that a program can check.</summary>
/// <remarks>
/// The 25 rule types of Zhou et al. 2023, "Instruction-Following Evaluation for Large Language Models", with the behaviour of the
/// evaluation published with it. Where that one uses third-party programs, these rules are approximations: sentences
/// (<see cref="Sentences"/> for NLTK's punkt), capital words (<see cref="CapitalWords"/> for NLTK's tokenizer) and languages
/// (<see cref="ResponseLanguage"/> for langdetect). Keywords are text, not patterns. For a missing argument the published evaluation draws
/// a random value; this one throws.
/// </remarks>
internal static class InstructionFollowing
{
    private static readonly Dictionary<string, Func<InstructionArguments, string, bool>> s_rules = new(StringComparer.Ordinal)
    {
        ["change_case:capital_word_frequency"] = CaseRules.CapitalWordFrequency,
        ["change_case:english_capital"] = CaseRules.EnglishCapital,
        ["change_case:english_lowercase"] = CaseRules.EnglishLowercase,
        ["combination:repeat_prompt"] = CombinationRules.RepeatPrompt,
        ["combination:two_responses"] = CombinationRules.TwoResponses,
        ["detectable_content:number_placeholders"] = ContentRules.Placeholders,
        ["detectable_content:postscript"] = ContentRules.Postscript,
        ["detectable_format:constrained_response"] = FormatRules.ConstrainedResponse,
        ["detectable_format:json_format"] = FormatRules.Json,
        ["detectable_format:multiple_sections"] = FormatRules.Sections,
        ["detectable_format:number_bullet_lists"] = FormatRules.BulletLists,
        ["detectable_format:number_highlighted_sections"] = FormatRules.Highlights,
        ["detectable_format:title"] = FormatRules.Title,
        ["keywords:existence"] = KeywordRules.Existence,
        ["keywords:forbidden_words"] = KeywordRules.ForbiddenWords,
        ["keywords:frequency"] = KeywordRules.Frequency,
        ["keywords:letter_frequency"] = KeywordRules.LetterFrequency,
        ["language:response_language"] = ResponseLanguage.Follows,
        ["length_constraints:nth_paragraph_first_word"] = LengthRules.NthParagraphFirstWord,
        ["length_constraints:number_paragraphs"] = LengthRules.ParagraphCount,
        ["length_constraints:number_sentences"] = LengthRules.SentenceCount,
        ["length_constraints:number_words"] = LengthRules.WordCount,
        ["punctuation:no_comma"] = (_, response) => !response.Contains(',', StringComparison.Ordinal),
        ["startend:end_checker"] = StartEndRules.End,
        ["startend:quotation"] = StartEndRules.Quotation,
    };

    /// <summary>The rule types, as the data file's <c>instruction_id_list</c> names them.</summary>
    public static IReadOnlyCollection<string> KnownInstructions => s_rules.Keys;

    /// <summary>Checks a response against one instruction.</summary>
    /// <param name="instructionId">One of <see cref="KnownInstructions"/>.</param>
    /// <param name="arguments">The instruction's entry in the data file's <c>kwargs</c>; null members count as missing.</param>
    /// <param name="prompt">The prompt, for <c>combination:repeat_prompt</c> when the arguments do not have the text to repeat.</param>
    /// <param name="response">The model's answer.</param>
    /// <param name="loose">
    /// Whether to also accept a response that follows the instruction without its first line, its last line, both, or asterisks: eight
    /// variants.
    /// </param>
    /// <exception cref="InternLM3Exception">The instruction is unknown, or an argument is missing.</exception>
    public static bool Check(string instructionId, JsonElement arguments, string prompt, string response, bool loose)
    {
        if (!s_rules.TryGetValue(instructionId, out var rule))
        {
            throw new InternLM3Exception($"IFEval has no instruction '{instructionId}'; it has {string.Join(", ", s_rules.Keys)}.");
        }

        var read = new InstructionArguments(instructionId, arguments, prompt);
        return loose ? Variants(response).Any(Follows) : Follows(response);

        bool Follows(string text) => !string.IsNullOrWhiteSpace(text) && rule(read, text);
    }

    private static IEnumerable<string> Variants(string response)
    {
        var lines = response.Split('\n');
        string[] cuts =
        [
            response,
            string.Join('\n', lines[1..]).Trim(),
            string.Join('\n', lines[..^1]).Trim(),
            lines.Length < 2 ? "" : string.Join('\n', lines[1..^1]).Trim(),
        ];
        return cuts.Concat(cuts.Select(text => text.Replace("*", "", StringComparison.Ordinal)));
    }
}
