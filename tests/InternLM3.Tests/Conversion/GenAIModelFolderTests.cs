using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

/// <summary>The model folder of InternLM3-Tiny in ONNX Runtime GenAI itself, where its native library is at hand.</summary>
[Trait("Tier", "Long")]
public sealed class GenAIModelFolderTests(TinyModel tiny)
{
    private const int Prompts = 200;
    private const int NewTokens = 48;

    private static readonly string[] s_texts = ["Hello, world!", "  two  spaces\n", "介绍一下深度学习。", "emoji 😀 12345 + 67", "Who are you?"];

    [Fact]
    public async Task Generate_GreedyOnModelOnnx_GivesTheTokensOfEngineOnnx()
    {
        var (library, model) = Load();
        var random = new Random(17);
        for (var i = 0; i < Prompts; i++)
        {
            var prompt = tiny.Prompt(Question(random, i));
            var ours = new List<int>();
            var request = new GenerationRequest { Prompt = prompt, MaxNewTokens = NewTokens, Sampling = SamplingOptions.Greedy, StopTokens = tiny.Model.StopTokens };
            await foreach (var e in tiny.Model.Engine.GenerateAsync(request, TestContext.Current.CancellationToken))
            {
                if (e.Kind == GenerationEventKind.Token)
                {
                    ours.Add(e.TokenId);
                }
            }

            // GenAI gives the stop token, the engine says that there was one.
            var theirs = library.Generate(model, prompt, NewTokens);
            Assert.Equal(ours, theirs.Where(token => !tiny.Model.StopTokens.Contains(token)));
        }

        library.Destroy("Model", model);
    }

    [Fact]
    public void Encode_TokenizerJson_GivesTheIdsOfOurTokenizer()
    {
        var (library, model) = Load();

        Assert.All(s_texts, text => Assert.Equal(tiny.Model.Tokenizer.Encode(text), library.Encode(model, text)));

        library.Destroy("Model", model);
    }

    private (GenAILibrary Library, nint Model) Load()
    {
        var path = Environment.GetEnvironmentVariable(GenAILibrary.Variable);
        Assert.SkipWhen(path is null, $"Not run: {GenAILibrary.Variable} names no native library of ONNX Runtime GenAI.");
        var library = new GenAILibrary(path);
        return (library, library.CreateModel(tiny.Folder));
    }

    private static string Question(Random random, int i) => (i % 4) switch
    {
        0 => $"What is {random.Next(100)} + {random.Next(100)}?",
        1 => $"Return JSON for: name Quinn, age {random.Next(18, 90)}.",
        2 => $"Repeat: {string.Join(' ', Enumerable.Range(0, 4).Select(_ => s_texts[random.Next(s_texts.Length)].Trim()))}",
        _ => $"{s_texts[random.Next(s_texts.Length)].Trim()} {random.Next(1000)}",
    };
}
