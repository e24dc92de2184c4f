using InternLM3.Retrieval;
using InternLM3.Retrieval.Citations;
using InternLM3.Retrieval.Prompts;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Support.Retrieval;

/// <summary>How a model answers questions about a generated corpus, of which one in five has no answer.</summary>
/// <param name="Answerable">Questions a document answers.</param>
/// <param name="Right">Of these, answers with the entity and the value.</param>
/// <param name="RightCitations">Of these, right answers that cite the fact's own passage and nothing else.</param>
/// <param name="Accepted">Of these, answers the citation checker accepts.</param>
/// <param name="Unanswerable">Questions no document answers.</param>
/// <param name="Declined">Of these, answers that say so.</param>
/// <param name="Caught">Of these, answers that do not say so and that the citation checker flags.</param>
/// <param name="Wrong">What was asked and answered wrongly.</param>
public sealed record AnswerRates(
    int Answerable, int Right, int RightCitations, int Accepted, int Unanswerable, int Declined, int Caught, IReadOnlyList<string> Wrong)
{
    /// <summary>Asks questions about documents of one fact in a sentence each.</summary>
    /// <param name="client">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="documents">How many documents.</param>
    /// <param name="questions">How many questions.</param>
    /// <param name="top">Passages of a search, which the model calls.</param>
    public static async Task<AnswerRates> MeasureAsync(IChatClient client, Tokenizer tokenizer, string folder, int documents, int questions, int top)
    {
        var corpus = new FactCorpus(seed: 7);
        var documentFolder = Path.Combine(folder, "documents");
        var facts = corpus.Write(documentFolder, documents, bytes: 0, chinese: false);
        using var store = new RetrievalStore(Path.Combine(folder, "index.db"), tokenizer, new RetrievalOptions { PassageTokens = 40 });
        await store.IngestFolderAsync(documentFolder);
        // Not disposed: that would dispose the client, which is the caller's.
        var invoking = client.AsBuilder().UseFunctionInvocation().Build();
        var random = new Random(8);
        var rates = new AnswerRates(0, 0, 0, 0, 0, 0, 0, []);
        for (var i = 0; i < questions; i++)
        {
            var fact = i % 5 == 4 ? null : facts[random.Next(facts.Count)];
            var question = fact?.Question ?? corpus.Unanswerable();
            var plugin = new RetrievalPlugin(store, top);
            var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 200, Tools = [plugin.AsAIFunction()] };
            var response = await invoking.GetResponseAsync([new ChatMessage(ChatRole.System, DocumentPrompt.SystemPrompt), new ChatMessage(ChatRole.User, question)], options);
            rates = rates.Add(fact, question, response.Text, CitationChecker.Check(response.Text, plugin.Sources.Items));
        }

        return rates;
    }

    private AnswerRates Add(Fact? fact, string question, string answer, CitationReport report)
    {
        var declined = answer.Contains("do not know", StringComparison.Ordinal);
        if (fact is null)
        {
            return this with
            {
                Unanswerable = Unanswerable + 1,
                Declined = Declined + (declined ? 1 : 0),
                Caught = Caught + (!declined && !report.IsSupported ? 1 : 0),
                Wrong = declined ? Wrong : [.. Wrong, $"{question} (no answer) -> {answer}"],
            };
        }

        var right = fact.IsIn(answer);
        var cited = right && report.Citations.Count > 0 && report.Citations.All(citation => citation.Source is { } source && source.Name == fact.File && fact.IsIn(source.Text));
        return this with
        {
            Answerable = Answerable + 1,
            Right = Right + (right ? 1 : 0),
            RightCitations = RightCitations + (cited ? 1 : 0),
            Accepted = Accepted + (report.IsSupported ? 1 : 0),
            Wrong = right && cited ? Wrong : [.. Wrong, $"{question} ({fact.Sentence}) -> {answer}"],
        };
    }
}
