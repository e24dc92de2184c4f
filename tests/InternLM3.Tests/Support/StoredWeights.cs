using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Support;

/// <summary>The weights of a model folder, found through a graph's initialisers and dequantised from their bytes by the operators' formulas.</summary>
public sealed class StoredWeights
{
    private const int Float = 1, Float16 = 10;

    private readonly Dictionary<string, (int Type, long[] Shape, byte[] Data)> _tensors = [];

    public StoredWeights(string folder, string graph = "engine.onnx")
    {
        using var weights = File.OpenRead(Path.Combine(folder, "model.onnx.data"));
        foreach (var message in Fields(Fields(File.ReadAllBytes(Path.Combine(folder, graph)), 7).Single(), 5))
        {
            var external = Fields(message, 13).ToDictionary(entry => Text(entry, 1), entry => Text(entry, 2));
            if (external.Count > 0)
            {
                var data = new byte[long.Parse(external["length"], CultureInfo.InvariantCulture)];
                weights.Position = long.Parse(external["offset"], CultureInfo.InvariantCulture);
                weights.ReadExactly(data);
                _tensors.Add(Text(message, 8), ((int)Integers(message, 2).Single(), [.. Integers(message, 1)], data));
            }
        }
    }

    /// <summary>The tensors' names in the graph.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>The bytes of one tensor.</summary>
    public byte[] Bytes(string name) => _tensors[name].Data;

    /// <summary>The checkpoint's tensors of a shape, as the graph computes with them.</summary>
    public IEnumerable<(string Name, long[] Shape, float[] Numbers)> Dequantize(SyntheticShape shape, int blockSize) =>
        SyntheticCheckpoint.Tensors(shape, seed: 0).Select(tensor => (tensor.Name, tensor.Shape, Numbers(tensor.Name, tensor.Shape, blockSize)));

    private float[] Numbers(string name, long[] shape, int blockSize)
    {
        // A quantised embedding is stored under a name of its own, because a head tied to it shows the same bytes in another shape.
        var (type, _, data) = _tensors.TryGetValue(name, out var found) ? found : _tensors[$"{name}.rows"];
        if (type is Float or Float16)
        {
            return Floats(name);
        }

        var (rows, columns) = ((int)shape[0], (int)shape[1]);
        var blocks = (columns + blockSize - 1) / blockSize;
        var bits = data.Length * 8 / (rows * blocks * blockSize);
        var scales = Floats($"{name}.scales");
        var zeroPoints = bits == 4 ? Bytes($"{name}.zero_points") : [];
        var numbers = new float[rows * columns];
        for (var i = 0; i < numbers.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            var block = column / blockSize;
            var place = (row * blocks * blockSize) + column;
            var (q, zero) = bits == 4
                ? (Nibble(data, place), Nibble(zeroPoints, (row * ((blocks + 1) / 2) * 2) + block))
                : (data[place], 128);
            numbers[i] = (q - zero) * scales[(row * blocks) + block];
        }

        return numbers;
    }

    private float[] Floats(string name) => _tensors[name] is var (type, _, data) && type == Float
        ? MemoryMarshal.Cast<byte, float>(data).ToArray()
        : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data).ToArray(), half => (float)half);

    private static int Nibble(byte[] data, int index) => (data[index / 2] >> (4 * (index % 2))) & 15;

    private static List<byte[]> Fields(byte[] message, int field)
    {
        var found = new List<byte[]>();
        for (var reader = new ProtoReader("", message); reader.Next();)
        {
            if (reader.Field == field)
            {
                found.Add(reader.Bytes().ToArray());
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static List<long> Integers(byte[] message, int field)
    {
        var found = new List<long>();
        for (var reader = new ProtoReader("", message); reader.Next();)
        {
            if (reader.Field == field)
            {
                found.Add(reader.Int32());
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Fields(message, field).Single());
}
