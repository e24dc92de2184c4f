using InternLM3.Conversion.Checkpoints;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string TwoTensors =
        """{"__metadata__":{"format":"pt"},"b":{"dtype":"U8","shape":[2,2],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private static readonly byte[] s_data = [.. Enumerable.Range(1, 12).Select(value => (byte)value)];

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public SafetensorsFileTests() => _path = _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WellFormed_GivesTensorsAndBytes()
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data);

        using var file = SafetensorsFile.Open(_path);

        Assert.Equal(["a", "b"], file.Tensors.Keys.Order());
        var tensor = file.Tensors["b"];
        Assert.Equal(("U8", 4L), (tensor.DataType, tensor.Length));
        Assert.Equal([2, 2], tensor.Shape);
        var bytes = new byte[2];
        file.Read(tensor, 1, bytes);
        Assert.Equal([10, 11], bytes);
    }

    [Fact]
    public void Open_HeaderPaddedWithSpaces_IsRead()
    {
        SafetensorsWriter.Write(_path, TwoTensors + "     ", s_data);

        using var file = SafetensorsFile.Open(_path);

        Assert.Equal(2, file.Tensors.Count);
    }

    [Fact]
    public void Open_ScalarAndEmptyTensors_AreRead()
    {
        SafetensorsWriter.Write(_path,
            """{"scalar":{"dtype":"I32","shape":[],"data_offsets":[0,4]},"empty":{"dtype":"F64","shape":[3,0],"data_offsets":[4,4]}}""", s_data[..4]);

        using var file = SafetensorsFile.Open(_path);

        Assert.Equal((4L, 0L), (file.Tensors["scalar"].Length, file.Tensors["empty"].Length));
    }

    [Fact]
    public void Open_Tiny_HasItsTensors()
    {
        using var file = SafetensorsFile.Open(Path.Combine(Tiny.InternLM3Tiny.CheckpointPath, "model.safetensors"));

        Assert.Equal((6 * 9) + 3, file.Tensors.Count);
        Assert.Equal([2048, 256], file.Tensors["lm_head.weight"].Shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Open_FileShorterThanItsPrefix_IsRefused(int length)
    {
        File.WriteAllBytes(_path, new byte[length]);

        AssertRefused($"has {length} bytes, too few");
    }

    [Theory]
    [InlineData(100_000_001ul, "above the format's limit")]
    [InlineData(ulong.MaxValue, "above the format's limit")]
    [InlineData(1_000ul, "was cut inside its header")]
    [InlineData(0ul, "no JSON object")]
    [InlineData(20ul, "not valid JSON")]
    public void Open_WrongHeaderLength_IsRefused(ulong length, string problem)
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data, length);

        AssertRefused(problem);
    }

    [Theory]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData(""" {"a":1}""", "no JSON object")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}} x""", "not valid JSON")]
    [InlineData("""{"a":7}""", "tensor a lacks dtype")]
    [InlineData("""{"a":{"shape":[12],"data_offsets":[0,12]}}""", "tensor a lacks dtype")]
    [InlineData("""{"a":{"dtype":"U8","data_offsets":[0,12]}}""", "tensor a lacks dtype, shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12]}}""", "lacks dtype, shape or data_offsets")]
    [InlineData("""{"a":{"dtype":"F7","shape":[12],"data_offsets":[0,12]}}""", "unknown dtype F7")]
    [InlineData("""{"a":{"dtype":"U8","shape":12,"data_offsets":[0,12]}}""", "no list of sizes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-12],"data_offsets":[0,12]}}""", "no list of sizes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,12]}}""", "no list of sizes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12],"data_offsets":[0]}}""", "no begin and end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12],"data_offsets":[12,0]}}""", "no begin and end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,99999999999999999999]}}""", "no begin and end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[12],"data_offsets":[0,12]}}""", "cannot fill the bytes 0 to 12")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,12]}}""", "cannot fill")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", "cannot fill")]
    [InlineData("""{"a":{"dtype":"U8","shape":[13],"data_offsets":[0,13]}}""", "was cut: it has")]
    [InlineData("""{"a":{"dtype":"U8","shape":[11],"data_offsets":[0,11]}}""", "has 1 bytes after its last tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[5],"data_offsets":[7,12]}}""", "tensor b overlaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[7],"data_offsets":[5,12]}}""", "tensor b leaves a hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]},"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}}""", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}}""", "not valid JSON")]
    public void Open_WrongHeader_IsRefused(string header, string problem)
    {
        SafetensorsWriter.Write(_path, header, s_data);

        AssertRefused(problem);
    }

    [Fact]
    public void Open_EveryPrefixOfAFile_IsRefused()
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data);
        var whole = File.ReadAllBytes(_path);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(_path));
        }
    }

    [Fact]
    public void Open_RandomlyDamagedHeaders_AreReadOrRefused()
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data);
        var whole = File.ReadAllBytes(_path);
        var random = new Random(1);

        for (var i = 0; i < 500; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length - s_data.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_path, damaged);
            try
            {
                SafetensorsFile.Open(_path).Dispose();
            }
            catch (ModelFormatException e)
            {
                Assert.StartsWith(_path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Read_FileCutAfterItWasOpened_IsRefused()
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data);
        using var file = SafetensorsFile.Open(_path);
        using (var other = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            other.SetLength(other.Length - 1);
        }

        var error = Assert.Throws<ModelFormatException>(() => file.Read(file.Tensors["b"], 0, new byte[4]));

        Assert.Contains("was cut", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BeyondATensor_IsRefused()
    {
        SafetensorsWriter.Write(_path, TwoTensors, s_data);
        using var file = SafetensorsFile.Open(_path);

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(file.Tensors["a"], 5, new byte[4]));
    }

    private void AssertRefused(string problem)
    {
        var error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(_path));
        Assert.Equal(_path, error.File);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
