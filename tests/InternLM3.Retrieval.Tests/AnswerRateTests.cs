using InternLM3.Tests.Support;
using InternLM3.Tests.Support.Retrieval;

namespace InternLM3.Retrieval.Tests;

/// <summary>Floors under the rates the benchmark prints (<c>answers</c>); docs/retrieval.md has what was measured.</summary>
public sealed class AnswerRateTests(TinyModel tiny, ITestOutputHelper output)
{
    [Fact]
    public Task Answers_FewQuestions_AreMostlyRight() => MeasureAsync(documents: 60, questions: 20, right: 0.7, cited: 0.7);

    [Fact]
    [Trait("Tier", "Long")]
    public Task Answers_HundredQuestions_AreMostlyRight() => MeasureAsync(documents: 200, questions: 100, right: 0.8, cited: 0.8);

    private async Task MeasureAsync(int documents, int questions, double right, double cited)
    {
        using var folder = new TemporaryFolder();

        var rates = await AnswerRates.MeasureAsync(tiny.Client, (await tiny.Client.GetModelAsync()).Tokenizer, folder.Path, documents, questions, top: 2);

        output.WriteLine($"{rates with { Wrong = [] }}\n{string.Join('\n', rates.Wrong)}");
        Assert.True(rates.Right >= right * rates.Answerable, $"{rates.Right} of {rates.Answerable} right");
        Assert.True(rates.RightCitations >= cited * rates.Answerable, $"{rates.RightCitations} of {rates.Answerable} cited");
        Assert.True(rates.Declined + rates.Caught >= 0.5 * rates.Unanswerable, $"{rates.Declined} of {rates.Unanswerable} declined, {rates.Caught} flagged");
    }
}
