using System.Collections.Frozen;
using System.Text.Json;

namespace InternLM3.AspNetCore.Serving;

/// <summary>
/// The fields of OpenAI, LMDeploy and vLLM this server knows and cannot honour: refused by name, unless their value asks for nothing.
/// Fields nobody knows are ignored, and so are labels that change no answer (user, metadata and the like).
/// </summary>
internal static class OtherFields
{
    private static readonly FrozenDictionary<string, (string[] Harmless, string Reason)> s_refused = new Dictionary<string, (string[], string)>
    {
        ["functions"] = (["[]"], "is the old name of tools; send tools."),
        ["function_call"] = (["\"none\"", "\"auto\""], "is the old name of tool_choice; send tool_choice."),
        ["modalities"] = (["[\"text\"]"], "can only be [\"text\"]: InternLM3 writes text."),
        ["audio"] = ([], "is not supported: InternLM3 writes text; leave it out."),
        ["prediction"] = ([], "is not supported; leave it out."),
        ["web_search_options"] = ([], "is not supported: nothing here searches the web; offer a tool that does."),
        ["store"] = (["false"], "can only be false: this server keeps nothing."),
        ["service_tier"] = (["\"auto\"", "\"default\""], "can only be auto or default."),
        ["verbosity"] = (["\"medium\""], "is not supported; say in the prompt how long the answer should be."),
        ["suffix"] = (["\"\""], "is not supported: InternLM3 was not trained to fill in the middle; leave it out."),
        ["best_of"] = (["1"], "is not supported; ask for n answers and choose among them."),
        ["session_id"] = (["-1"], "is not supported: this server keeps no sessions; send the whole conversation."),
        ["do_preprocess"] = (["true"], "can only be true here; send a rendered prompt to /v1/completions."),
        ["skip_special_tokens"] = (["true"], "can only be true: special tokens are never written as text."),
        ["include_stop_str_in_output"] = (["false"], "can only be false."),
        ["repetition_ngram_size"] = (["0"], "is not supported; use repetition_penalty."),
        ["repetition_ngram_threshold"] = (["0"], "is not supported; use repetition_penalty."),
        ["input_ids"] = ([], "is not supported here; send token ids as the prompt of /v1/completions."),
        ["return_logprob"] = (["false"], "is not supported; use logprobs."),
        ["return_routed_experts"] = (["false"], "is not supported: InternLM3 has no experts."),
        ["image_data"] = ([], "is not supported: InternLM3 reads text."),
        ["mm_processor_kwargs"] = (["{}"], "is not supported: InternLM3 reads text."),
        ["media_io_kwargs"] = (["{}"], "is not supported: InternLM3 reads text."),
        ["bad_words"] = (["[]"], "is not supported; use logit_bias."),
        ["adapter_name"] = ([], "is not supported: this server has no adapters."),
        ["use_beam_search"] = (["false"], "is not supported; ask for n answers."),
        ["guided_json"] = ([], "is not supported; use response_format."),
        ["guided_regex"] = ([], "is not supported; use response_format with regex_schema."),
        ["guided_choice"] = ([], "is not supported; use response_format with regex_schema."),
        ["guided_grammar"] = ([], "is not supported; use response_format."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Refuses what is known and impossible.</summary>
    /// <exception cref="RequestException">A field asks for it.</exception>
    public static void Check(IReadOnlyDictionary<string, JsonElement>? others)
    {
        foreach (var (name, value) in others ?? FrozenDictionary<string, JsonElement>.Empty)
        {
            if (value.ValueKind != JsonValueKind.Null && s_refused.TryGetValue(name, out var rule) && !rule.Harmless.Contains(value.GetRawText()))
            {
                throw RequestException.Field(name, rule.Reason);
            }
        }
    }
}
