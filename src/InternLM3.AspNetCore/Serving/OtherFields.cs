using System.Collections.Frozen;
using System.Text.Json;
using InternLM3.AspNetCore.Wire;

namespace InternLM3.AspNetCore.Serving;

/// <summary>
/// The fields of OpenAI, LMDeploy and vLLM that this server knows and cannot honour: refused by name, unless their value asks for
/// nothing. Unknown fields are ignored, and so are labels that change no answer (user, metadata and the like).
/// </summary>
internal static class OtherFields
{
    private static readonly FrozenDictionary<string, (string[] Harmless, string Why)> s_refused = new Dictionary<string, (string[], string)>
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
        ["structured_outputs"] = ([], "is not supported; use response_format."),
        ["min_tokens"] = (["0"], "is vLLM's name of min_new_tokens; send min_new_tokens."),
        ["stop_token_ids"] = (["[]"], "is not supported; send strings as stop."),
        ["allowed_token_ids"] = (["[]"], "is not supported; use logit_bias or response_format."),
        ["truncate_prompt_tokens"] = ([], "is not supported; shorten the prompt."),
        ["prompt_logprobs"] = ([], "is not supported here; use /v1/completions with echo and logprobs."),
        ["length_penalty"] = (["1", "1.0"], "is not supported."),
        ["chat_template"] = ([], "is not supported: the model's own template is used; send a rendered prompt to /v1/completions."),
        ["documents"] = (["[]"], "is not supported; put their text into a message."),
        ["add_generation_prompt"] = (["true"], "can only be true; a conversation that ends with the assistant's words is gone on with."),
        ["continue_final_message"] = (["true", "false"], "must be true or false."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> s_chatOnly = new Dictionary<string, string[]>
    {
        ["messages"] = [],
        ["tools"] = ["[]"],
        ["tool_choice"] = ["\"none\"", "\"auto\""],
        ["parallel_tool_calls"] = ["true", "false"],
        ["response_format"] = ["""{"type":"text"}"""],
        ["reasoning_effort"] = ["\"none\""],
        ["enable_thinking"] = ["false"],
        ["chat_template_kwargs"] = ["{}"],
        ["top_logprobs"] = ["0"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> s_completionsOnly = new Dictionary<string, string[]>
    {
        ["prompt"] = [],
        ["echo"] = ["false"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Refuses fields that cannot be honoured or belong to the other endpoint.</summary>
    /// <exception cref="RequestException">There is such a field.</exception>
    public static void Check(GenerationFields fields)
    {
        var (elsewhere, place) = fields is ChatCompletionRequest
            ? (s_completionsOnly, "/v1/completions")
            : (s_chatOnly, "/v1/chat/completions");
        foreach (var (name, value) in fields.Others ?? [])
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (elsewhere.TryGetValue(name, out var harmless) && !harmless.Contains(value.GetRawText()))
            {
                throw RequestException.Field(name, $"belongs to {place}; ask there, or leave it out.");
            }

            if (s_refused.TryGetValue(name, out var rule) && !rule.Harmless.Contains(value.GetRawText()))
            {
                throw RequestException.Field(name, rule.Why);
            }
        }
    }
}
