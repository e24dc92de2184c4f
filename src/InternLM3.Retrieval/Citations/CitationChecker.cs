using System.Globalization;
using System.Text.RegularExpressions;
using InternLM3.Retrieval.Chunking;
using InternLM3.Retrieval.Prompts;

namespace InternLM3.Retrieval.Citations;

/// <summary>
/// Maps every citation of an answer to its passage and checks whether the passage supports it. The check is a heuristic over words: the
/// claim is the sentence that ends with the mark, or its part after the previous mark; it is supported when the passage (with its headings
/// and title) contains every number and name of the claim and at least half of its content words. Meaning is not checked: a negation, an
/// exchange of subject and object, or a synonym passes or fails by its words alone.
/// </summary>
public static partial class CitationChecker
{
    private const double LeastWords = 0.5;

    // Of a range such as [1-999], which is hardly a citation, only this many numbers are read.
    private const int LongestRange = 20;

    /// <summary>Checks an answer.</summary>
    /// <param name="answer">The answer, with marks such as <c>[1]</c>, <c>[1][2]</c>, <c>[1, 2]</c>, <c>[1-3]</c> or <c>【1】</c>.</param>
    /// <param name="sources">The passages it could cite.</param>
    public static CitationReport Check(string answer, IEnumerable<NumberedPassage> sources)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(sources);
        var passages = sources.DistinctBy(source => source.Number).ToDictionary(source => source.Number, source => source.Passage);
        var citations = new List<Citation>();
        var uncited = new List<string>();
        var (from, claim) = (0, "");
        foreach (Match mark in Mark().Matches(answer))
        {
            var sentences = SentencesOf(answer, from, mark.Index);

            // Marks side by side support one claim.
            claim = sentences.Count > 0 ? sentences[^1] : string.IsNullOrWhiteSpace(answer[from..mark.Index]) ? claim : "";
            uncited.AddRange(sentences.SkipLast(1));
            citations.AddRange(NumbersOf(mark.Groups[1].Value).Select(number =>
                Check(number, mark.Index, claim, passages.GetValueOrDefault(number))));
            from = mark.Index + mark.Length;
        }

        uncited.AddRange(SentencesOf(answer, from, answer.Length));
        return new CitationReport(citations, uncited);
    }

    private static Citation Check(int number, int offset, string claim, Passage? passage)
    {
        if (passage is null)
        {
            return new Citation(number, offset, claim, null, CitationStatus.UnknownSource, []);
        }

        var said = ClaimTerms.Of(claim);
        var known = ClaimTerms.Of($"{passage.Text}\n{passage.Heading}\n{passage.Title}");
        var words = said.Words.Except(known.Words).ToList();
        List<string> hard = [.. said.Numbers.Except(known.Numbers), .. said.Names.Except(known.Words)];
        var saysSomething = said.Words.Count + said.Numbers.Count > 0;
        var isSupported = saysSomething && hard.Count == 0 && said.Words.Count - words.Count >= LeastWords * said.Words.Count;
        return new Citation(
            number, offset, claim, passage, isSupported ? CitationStatus.Supported : CitationStatus.Unsupported, [.. hard.Union(words)]);
    }

    /// <summary>The sentences of a part of the answer that contain a letter or digit.</summary>
    private static List<string> SentencesOf(string answer, int from, int to) =>
        [.. Sentences.Of(answer, from, to)
            .Select(sentence => answer[sentence.Start..sentence.End].Trim())
            .Where(sentence => sentence.Any(char.IsLetterOrDigit))];

    private static IEnumerable<int> NumbersOf(string list)
    {
        foreach (var part in list.Split([',', '，', '、'], StringSplitOptions.TrimEntries))
        {
            var ends = part.Split(['-', '–'], StringSplitOptions.TrimEntries)
                .Select(end => int.Parse(end, CultureInfo.InvariantCulture))
                .ToArray();
            var count = Math.Clamp(ends[^1] - ends[0] + 1, 1, LongestRange);
            foreach (var number in Enumerable.Range(ends[0], count))
            {
                yield return number;
            }
        }
    }

    [GeneratedRegex(@"[\[［【]\s*([0-9]{1,4}(?:\s*[-–,，、]\s*[0-9]{1,4})*)\s*[\]］】]")]
    private static partial Regex Mark();
}
