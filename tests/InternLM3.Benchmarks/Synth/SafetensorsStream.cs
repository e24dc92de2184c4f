using System.Text.Json;

namespace InternLM3.Benchmarks.Synth;

/// <summary>Writes safetensors files whose data is made while it is written.</summary>
internal static class SafetensorsStream
{
    /// <summary>Writes one file.</summary>
    public static void Write(string path, IReadOnlyCollection<SynthTensor> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            var position = 0L;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type);
                json.WriteStartArray("shape");
                Array.ForEach(tensor.Shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += tensor.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write(BitConverter.GetBytes(header.Length));
        header.WriteTo(file);
        foreach (var tensor in tensors)
        {
            tensor.Write(file);
        }
    }
}
