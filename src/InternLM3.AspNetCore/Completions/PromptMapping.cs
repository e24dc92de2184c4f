using System.Text.Json;
using InternLM3.Tokenization;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Completions;

/// <summary>
/// Reads the prompts of a completion: a text, token ids, or an array of either. A text begins with the begin token; ids are taken as
/// they are.
/// </summary>
internal static class PromptMapping
{
    private const string Forms = "must be a string, an array of token ids, or an array of strings or of such arrays.";

    /// <summary>The prompts' token ids.</summary>
    public static List<int[]> Read(JsonElement? prompt, Tokenizer tokenizer, InternLM3OpenAIOptions options)
    {
        switch (prompt)
        {
            case { ValueKind: JsonValueKind.String } text:
                return [Encode(text, tokenizer)];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0:
                if (list[0].ValueKind == JsonValueKind.Number)
                {
                    return [Ids(list, tokenizer)];
                }

                Require(list.GetArrayLength() <= options.MaxChoices, "prompt", $"may hold {options.MaxChoices} prompts.");
                return [.. list.EnumerateArray().Select(item => item.ValueKind switch
                {
                    JsonValueKind.String => Encode(item, tokenizer),
                    JsonValueKind.Array => Ids(item, tokenizer),
                    _ => throw Field("prompt", Forms),
                })];
            default:
                throw Field("prompt", Forms);
        }
    }

    private static int[] Encode(JsonElement text, Tokenizer tokenizer) => [tokenizer.BosTokenId, .. tokenizer.Encode(text.GetString())];

    private static int[] Ids(JsonElement list, Tokenizer tokenizer)
    {
        Require(list.GetArrayLength() > 0, "prompt", "holds an empty array; give at least one token.");
        return [.. list.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var id) && id >= 0 && id < tokenizer.VocabularySize
                ? id
                : throw Field("prompt", $"holds something that is no token id between 0 and {tokenizer.VocabularySize - 1}."))];
    }
}
