using System.Text;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

/// <summary>Checkpoints with damaged small files and headers: they convert, or are refused with an error of ours, and nothing else happens.</summary>
public sealed class CheckpointFuzzTests : IDisposable
{
    private static readonly SyntheticShape s_shape = new() { Hidden = 32, Intermediate = 32, Heads = 2, KeyValueHeads = 1, Layers = 1, Vocabulary = 264, MaxPosition = 16 };

    private static readonly string[] s_json = ["null", "true", "-1", "0", "1e999", "99999999999999999999", "\"\\ud800\"", "\"../x.safetensors\"", "[]", "{}", "[[[[[[[[[]]]]]]]]]"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config.json")]
    [InlineData("generation_config.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("tokenizer.model")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00001-of-00002.safetensors")]
    public Task ConvertAsync_DamagedFile_IsConvertedOrRefused(string name) => FuzzAsync(name, awq: false, rounds: 30);

    [Theory]
    [Trait("Tier", "Long")]
    [InlineData("config.json", true)]
    [InlineData("config.json", false)]
    [InlineData("generation_config.json", false)]
    [InlineData("tokenizer_config.json", false)]
    [InlineData("tokenizer.model", false)]
    [InlineData("model.safetensors.index.json", false)]
    [InlineData("model-00001-of-00002.safetensors", false)]
    [InlineData("model.safetensors", true)]
    public Task ConvertAsync_DamagedFileAtLength_IsConvertedOrRefused(string name, bool awq) => FuzzAsync(name, awq, rounds: 2_000);

    private async Task FuzzAsync(string name, bool awq, int rounds)
    {
        var checkpoint = _folder["checkpoint"];
        if (awq)
        {
            AwqCheckpoint.Write(checkpoint, s_shape, groupSize: 32);
        }
        else
        {
            ShardedCheckpoint.Write(checkpoint, s_shape, shards: 2);
        }

        var path = Path.Combine(checkpoint, name);
        var original = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var random = new Random(name.Length + (awq ? 1 : 0));
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var damaged = Damage(original, random);
            await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            try
            {
                await CheckpointConverter.ConvertAsync(checkpoint, _folder["model"], null, null, TestContext.Current.CancellationToken);
                Directory.Delete(_folder["model"], recursive: true);
            }
            catch (InternLM3Exception)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Round {round} ended in {e}\n{Convert.ToHexString(damaged.AsSpan(0, Math.Min(damaged.Length, 4_000)))}");
            }

            Assert.Equal([checkpoint], Directory.EnumerateFileSystemEntries(_folder.Path));
        }

        // Most damage is noticed; some changes a number that nothing can doubt.
        Assert.InRange(refused, 1, rounds);
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        // Of weights only the header is interesting, and all other files are short.
        var reach = Math.Min(original.Length, 4_000);
        switch (random.Next(5))
        {
            case 0:
                return original[..random.Next(original.Length)];
            case 1:
                var flipped = original.ToArray();
                flipped[random.Next(reach)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                var at = random.Next(reach);
                return [.. original[..at], (byte)random.Next(256), .. original[at..]];
            case 3:
                var (from, to) = (random.Next(reach), random.Next(reach));
                return [.. original[..Math.Max(from, to)], .. original[Math.Min(from, to)..]];
            default:
                return ReplaceValue(original, reach, random);
        }
    }

    // Puts another value behind one of the colons.
    private static byte[] ReplaceValue(byte[] original, int reach, Random random)
    {
        var colons = Enumerable.Range(0, reach).Where(i => original[i] == ':').ToArray();
        if (colons.Length == 0)
        {
            return original[..(reach / 2)];
        }

        var start = colons[random.Next(colons.Length)] + 1;
        var end = Array.FindIndex(original, start, b => b is (byte)',' or (byte)'}' or (byte)']');
        return end < 0 ? original[..start] : [.. original[..start], .. Encoding.UTF8.GetBytes(s_json[random.Next(s_json.Length)]), .. original[end..]];
    }
}
