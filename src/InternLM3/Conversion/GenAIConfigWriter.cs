using System.Text.Json;
using InternLM3.Configuration;
using InternLM3.Tokenization;

namespace InternLM3.Conversion;

/// <summary>
/// Writes <c>genai_config.json</c> for ONNX Runtime GenAI (read at 0.15.2, src/config.cpp). Its type is "llama": GenAI knows no "internlm3"
/// and refuses names it does not know, and keys too, so nothing else is in it.
/// </summary>
internal static class GenAIConfigWriter
{
    /// <summary>Returns the file's bytes.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="generation">Sampling defaults, and stop tokens beside those of <paramref name="config"/>.</param>
    /// <param name="tokenizer">The special tokens.</param>
    /// <param name="target">What the graphs are made for.</param>
    public static byte[] Write(
        ModelConfig config, GenerationConfig generation, Tokenizer tokenizer, ConversionTarget target) => JsonFile.Write(writer =>
    {
        int[] stops = [.. config.EosTokenIds.Concat(generation.EosTokenIds).Append(tokenizer.Special.ImEnd).Distinct()];
        writer.WriteStartObject("model");
        writer.WriteString("type", "llama");
        writer.WriteNumber("vocab_size", config.VocabularySize);
        writer.WriteNumber("context_length", config.MaxPositionEmbeddings);
        writer.WriteNumber("bos_token_id", tokenizer.Special.Bos);
        writer.WriteStartArray("eos_token_id");
        Array.ForEach(stops, writer.WriteNumberValue);
        writer.WriteEndArray();
        writer.WriteNumber("pad_token_id", tokenizer.Special.Eos);
        writer.WriteStartObject("decoder");
        writer.WriteStartObject("session_options");
        writer.WriteStartArray("provider_options");
        if (target == ConversionTarget.Cuda)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("cuda");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteString("filename", ModelFolder.PortableGraph);
        writer.WriteNumber("head_size", config.HeadDimension);
        writer.WriteNumber("hidden_size", config.HiddenSize);
        writer.WriteNumber("num_attention_heads", config.AttentionHeadCount);
        writer.WriteNumber("num_key_value_heads", config.KeyValueHeadCount);
        writer.WriteNumber("num_hidden_layers", config.LayerCount);
        Names(writer, "inputs", ("input_ids", "input_ids"), ("attention_mask", "attention_mask"),
            ("past_key_names", "past_key_values.%d.key"), ("past_value_names", "past_key_values.%d.value"));
        Names(writer, "outputs", ("logits", "logits"),
            ("present_key_names", "present.%d.key"), ("present_value_names", "present.%d.value"));
        writer.WriteEndObject();
        writer.WriteEndObject();

        var sampling = generation.Sampling;

        // GenAI allocates keys and values for max_length tokens at once, so it is not the whole context of a long one; callers may set it
        // higher.
        writer.WriteStartObject("search");
        writer.WriteBoolean("do_sample", sampling.Temperature > 0);
        writer.WriteNumber("temperature", sampling.Temperature > 0 ? sampling.Temperature : 1);
        writer.WriteNumber("top_p", sampling.TopP);
        writer.WriteNumber("top_k", sampling.TopK);
        writer.WriteNumber("repetition_penalty", sampling.RepetitionPenalty);
        writer.WriteNumber("max_length", config.DefaultContextLength);
        writer.WriteNumber("min_length", 0);
        writer.WriteNumber("num_beams", 1);
        writer.WriteNumber("num_return_sequences", 1);
        writer.WriteBoolean("early_stopping", true);
        writer.WriteBoolean("past_present_share_buffer", true);
        writer.WriteEndObject();
    });

    private static void Names(Utf8JsonWriter writer, string section, params ReadOnlySpan<(string Key, string Name)> names)
    {
        writer.WriteStartObject(section);
        foreach (var (key, name) in names)
        {
            writer.WriteString(key, name);
        }

        writer.WriteEndObject();
    }
}
