using System.Text.Json;
using InternLM3.Tokenization;

namespace InternLM3.Benchmarks.Quality;

/// <summary>One held-out conversation: drawn by InternLM3-Tiny's training generator with a seed the training did not use.</summary>
/// <param name="Kind">The ability it asks for.</param>
/// <param name="Prompt">The conversation up to the answer, as the chat template has it.</param>
/// <param name="Answer">The answer's tokens, with the one that ends it.</param>
internal sealed record Question(string Kind, int[] Prompt, int[] Answer)
{
    /// <summary>Reads the questions that come with the program.</summary>
    public static Question[] ReadAll(Tokenizer tokenizer)
    {
        using var stream = typeof(Question).Assembly.GetManifestResourceStream("InternLM3.Benchmarks.Quality.questions.jsonl")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Read(line, tokenizer))];
    }

    private static Question Read(string line, Tokenizer tokenizer)
    {
        using var json = JsonDocument.Parse(line);
        var special = tokenizer.Special;
        var prompt = new List<int> { special.Bos };
        foreach (var message in json.RootElement.GetProperty("messages").EnumerateArray())
        {
            prompt.Add(special.ImStart);
            prompt.AddRange(tokenizer.Encode($"{message.GetProperty("role").GetString()}\n{message.GetProperty("content").GetString()}"));
            prompt.Add(special.ImEnd);
            prompt.AddRange(tokenizer.Encode("\n"));
        }

        prompt.Add(special.ImStart);
        prompt.AddRange(tokenizer.Encode("assistant\n"));
        return new Question(
            json.RootElement.GetProperty("kind").GetString()!, [.. prompt], [.. tokenizer.Encode(json.RootElement.GetProperty("answer").GetString()), special.ImEnd]);
    }
}
