using System.Security.Cryptography;
using InternLM3.Benchmarks.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Tests.Tiny;

public sealed class ModelCardTests
{
    private static readonly string s_card = File.ReadAllText(Path.Combine(TinySources.Folder, "MODEL_CARD.md"));

    [Fact]
    public void Card_StatesTheHashOfEveryFileThatIsPacked()
    {
        foreach (var file in Directory.GetFiles(InternLM3Tiny.CheckpointPath))
        {
            Assert.Contains($"{Path.GetFileName(file)}` | `{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}", s_card, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Card_HasARowForEveryAbility() =>
        Assert.All(InternLM3.Benchmarks.Tiny.HeldOutItem.ReadAll(1), item => Assert.Contains($"\n| {item.Ability} | 120 | ", s_card, StringComparison.Ordinal));

    [Fact]
    public void Checkpoint_IsWithinItsBudget() => Assert.InRange(new FileInfo(Path.Combine(InternLM3Tiny.CheckpointPath, "model.safetensors")).Length, 1, 16 << 20);
}
