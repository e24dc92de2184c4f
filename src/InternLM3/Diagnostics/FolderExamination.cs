using System.Globalization;
using InternLM3.Configuration;
using InternLM3.Loading;
using InternLM3.Tokenization;

namespace InternLM3.Diagnostics;

/// <summary>
/// Examines the small files that a checkpoint and a model folder share: configuration, tokenizer, stop tokens, template.
/// </summary>
/// <param name="found">Receives the findings.</param>
/// <param name="folder">The folder.</param>
/// <param name="options">The options of the load.</param>
internal sealed class FolderExamination(Examination found, string folder, InternLM3Options options)
{
    /// <summary>Examines the folder and returns its architecture, or null when that cannot be read.</summary>
    public ModelConfig? Run()
    {
        var config = found.Try("config.json", () => ModelConfig.Load(folder));
        var generation = found.Try("generation_config.json", () => GenerationConfig.Load(folder));
        var tokenizer = found.Try("tokenizer", () => Tokenizer.Load(folder));
        if (config is not null)
        {
            Config(config);
        }

        if (tokenizer is not null)
        {
            Tokens(tokenizer);
        }

        if (config is not null && tokenizer is not null)
        {
            Rows(config, tokenizer);
        }

        if (config is not null && tokenizer is not null && generation is not null)
        {
            Stops(config, generation, tokenizer);
        }

        Template();
        return config;
    }

    private void Config(ModelConfig config)
    {
        found.Good("config.json", string.Create(
            CultureInfo.InvariantCulture,
            $"{config.LayerCount} layers of {config.HiddenSize}, {config.AttentionHeadCount} query and "
            + $"{config.KeyValueHeadCount} key/value heads of {config.HeadDimension}"));
        var width = config.AttentionHeadCount * config.HeadDimension;
        if (width != config.HiddenSize)
        {
            found.Warn(
                "config.json",
                $"num_attention_heads times head_dim is {width} and hidden_size {config.HiddenSize}; "
                + "every published InternLM3 has them equal, compare with the original.");
        }

        var scaling = config.DynamicNtkFactor is { } factor
            ? FormattableString.Invariant($"dynamic NTK with factor {factor} beyond")
            : "none beyond";
        found.Good("rope", FormattableString.Invariant(
            $"base {config.RopeTheta} up to {config.MaxPositionEmbeddings} positions, {scaling}"));
        if (found.Try("context", () => (object)Preflight.ContextOf(config, options)) is int context
            && context > config.MaxPositionEmbeddings)
        {
            found.Warn(
                "context",
                $"ContextLength is {context}, beyond the {config.MaxPositionEmbeddings} positions the model was trained on: "
                + "longer prompts change the rotary base.");
        }
    }

    private void Tokens(Tokenizer tokenizer)
    {
        var special = tokenizer.Special;
        (string Name, int? Id)[] tokens =
        [
            ("<|im_start|>", special.ImStart),
            ("<|im_end|>", special.ImEnd),
            ("<|action_start|>", special.ActionStart),
            ("<|action_end|>", special.ActionEnd),
            ("<|plugin|>", special.Plugin),
            ("<|interpreter|>", special.Interpreter),
        ];
        var present = tokens.Where(token => token.Id is not null).Select(token => $"{token.Name} {token.Id}");
        found.Good("special tokens", string.Join(", ", present));
        var missing = tokens.Where(token => token.Id is null && token.Name != "<|interpreter|>").Select(token => token.Name).ToArray();
        if (missing.Length > 0)
        {
            found.Warn(
                "special tokens",
                $"{string.Join(", ", missing)} missing: tools cannot be used with this model; "
                + "take tokenizer_config.json of an instruct checkpoint.");
        }

        var bos = ConfigFile.Read(Path.Combine(folder, ModelFolder.Config)).FindInteger("bos_token_id");
        if (bos is { } id && id != tokenizer.BosTokenId)
        {
            found.Warn(
                "special tokens",
                $"config.json's bos_token_id is {id} and the tokenizer begins prompts with {tokenizer.BosTokenId}, which is used; "
                + "compare with the original.");
        }
    }

    private void Rows(ModelConfig config, Tokenizer tokenizer)
    {
        if (found.Require("vocabulary", () => Preflight.RequireRows(folder, config, tokenizer)))
        {
            found.Good(
                "vocabulary",
                $"{tokenizer.VocabularySize} tokens, {config.VocabularySize} rows; rows without a token are never chosen");
        }
    }

    private void Stops(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
    {
        if (found.Try("stop tokens", () => Preflight.StopsOf(folder, config, generation, tokenizer)) is not { } stops)
        {
            return;
        }

        found.Good("stop tokens", string.Join(", ", stops.Select(id => $"{id} {tokenizer.GetPiece(id)}")));
        if (!config.EosTokenIds.Concat(generation.EosTokenIds).Contains(tokenizer.Special.ImEnd))
        {
            found.Warn(
                "stop tokens",
                $"no configuration file names <|im_end|> ({tokenizer.Special.ImEnd}); this library stops there all the same, "
                + "other runtimes may not: add it to eos_token_id in generation_config.json.");
        }
    }

    private void Template()
    {
        switch (found.Try("chat template", () => (object)TemplateComparison.Compare(folder)))
        {
            case TemplateMatch.Same:
                found.Good("chat template", "the published one, as this library renders it");
                break;
            case TemplateMatch.Different:
                found.Warn(
                    "chat template",
                    "differs from the published InternLM3 template, which this library renders whatever the file says; "
                    + "expect other answers than from a runtime that follows it.");
                break;
            case TemplateMatch.Missing:
                found.Good("chat template", "none in the folder; this library renders the published one");
                break;
        }
    }
}
