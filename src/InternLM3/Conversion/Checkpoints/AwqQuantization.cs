using System.Text.Json;
using InternLM3.Configuration;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// AWQ as AutoAWQ and LMDeploy write it, version "gemm": each linear layer of the decoder has <c>qweight</c>, <c>qzeros</c> (int32, eight
/// 4-bit numbers a word) and <c>scales</c> instead of <c>weight</c>, and the weight is (q - z) * s.
/// </summary>
/// <param name="GroupSize">Inputs that share a scale and a zero point.</param>
internal sealed record AwqQuantization(int GroupSize)
{
    // Keys that tell PyTorch how to run the model; the stored numbers do not depend on them.
    private static readonly string[] s_runtimeHints = ["backend", "do_fuse", "exllama_config", "fuse_max_seq_len", "modules_to_fuse"];

    /// <summary>Reads <c>quantization_config</c> of a checkpoint's config.json.</summary>
    /// <returns>Null for a checkpoint that is not quantised.</returns>
    /// <exception cref="ModelFormatException">The checkpoint is quantised in another way.</exception>
    public static AwqQuantization? Read(ConfigFile config)
    {
        const string Section = "quantization_config";
        if (config.FindObject(Section) is not { } file)
        {
            return null;
        }

        Require(file, "quant_method", file.FindString("quant_method"), "awq");
        Require(file, "version", file.FindString("version")?.ToLowerInvariant(), "gemm");
        Require(file, "bits", file.FindInteger("bits"), 4);
        Require(file, "zero_point", file.FindBoolean("zero_point"), true);
        var groupSize = file.Positive("group_size");
        if (groupSize is < 16 or > 256 || !int.IsPow2(groupSize))
        {
            throw file.Wrong($"{Section}.group_size", $"is {groupSize}; ONNX Runtime's MatMulNBits takes powers of two from 16 to 256");
        }

        foreach (var property in config.Find(Section)!.Value.EnumerateObject())
        {
            var known = property.Name is "quant_method" or "version" or "bits" or "zero_point" or "group_size"
                || s_runtimeHints.Contains(property.Name)
                || (property.Name == "modules_to_not_convert" && IsHeadAtMost(property.Value));
            if (!known)
            {
                throw file.Wrong(
                    $"{Section}.{property.Name}",
                    $"is {property.Value.GetRawText()}, which is not supported; convert the original fp16 or bf16 checkpoint");
            }
        }

        return new AwqQuantization(groupSize);
    }

    /// <summary>Requires a checkpoint that is not quantised, or in a way that <see cref="Read"/> accepts.</summary>
    /// <exception cref="ModelFormatException">The checkpoint is quantised in another way.</exception>
    public static void RequireSupported(ConfigFile config) => Read(config);

    // The head is never quantised, whether it is named or not.
    private static bool IsHeadAtMost(JsonElement modules) => modules.ValueKind == JsonValueKind.Null
        || (modules.ValueKind == JsonValueKind.Array
            && modules.EnumerateArray().All(module => module.ValueKind == JsonValueKind.String && module.ValueEquals("lm_head")));

    private static void Require<T>(ConfigFile file, string key, T? actual, T expected)
    {
        if (!Equals(actual, expected))
        {
            throw file.Wrong($"quantization_config.{key}", actual is null
                ? "is missing"
                : $"is {actual}; only AWQ (quant_method awq, version gemm, bits 4, zero_point true) is supported, "
                    + "convert the original fp16 or bf16 checkpoint");
        }
    }
}
