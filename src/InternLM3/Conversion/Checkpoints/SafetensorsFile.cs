using Microsoft.Win32.SafeHandles;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// An open safetensors file whose header was checked completely. Bytes are read, not mapped: a file cut while it is mapped ends the
/// process with a bus error, a short read ends in an exception. Reads may be made from several threads.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle _file;

    private SafetensorsFile(SafeFileHandle file, string path, IReadOnlyList<SafetensorsTensor> tensors)
    {
        _file = file;
        Path = path;
        Tensors = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="ModelFormatException">The header breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(file, path, SafetensorsHeader.Read(file, path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads part of a tensor.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="start">The first byte wanted, counted from the tensor's start.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ModelFormatException">The file was cut after it was opened.</exception>
    public void Read(SafetensorsTensor tensor, long start, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, tensor.Length - start, nameof(destination));
        ReadFully(_file, Path, tensor.Offset + start, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Fills a span from an offset of a file.</summary>
    internal static void ReadFully(SafeFileHandle file, string path, long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new ModelFormatException(path, $"was cut at byte {offset} while it was read; download it again.");
            }

            offset += read;
            destination = destination[read..];
        }
    }
}
