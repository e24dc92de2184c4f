using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using InternLM3.Conversion;

namespace InternLM3.Benchmarks.Conversion;

/// <summary><c>repack</c>: a conversion measured against a plain copy of the checkpoint's bytes in the same run, on the same disk, both brought to the disk.</summary>
internal static class RepackCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var checkpoint = new Option<DirectoryInfo>("--checkpoint") { Description = "A checkpoint folder, for example one that synth wrote.", Required = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "A folder to write the model folder to; it must not exist. The copy is written beside it and deleted.", Required = true };
        var head = new Option<WeightPrecision?>("--lm-head") { Description = "How lm_head is stored. Default: the library's." };
        var embeddings = new Option<WeightPrecision?>("--embeddings") { Description = "How embeddings are stored. Default: the library's." };
        var command = new Command("repack", "Measures a conversion against a plain copy of the same bytes.") { checkpoint, folder, head, embeddings };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (source, target) = (parsed.GetValue(checkpoint)!.FullName, parsed.GetValue(folder)!.FullName);
            var bytes = Directory.GetFiles(source).Sum(file => new FileInfo(file).Length);
            var options = new ConversionOptions { HeadPrecision = parsed.GetValue(head), EmbeddingPrecision = parsed.GetValue(embeddings) };

            // Read once before everything, so that each part finds the source in the page cache as far as it fits.
            var hashing = Time(() => Array.ForEach(Directory.GetFiles(source), Hash), out _);
            var copying = Time(() => Copy(source, target + ".copy"), out _);
            Directory.Delete(target + ".copy", recursive: true);
            using var memory = new AnonymousMemory();
            var watch = Stopwatch.StartNew();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await CheckpointConverter.ConvertAsync(source, target, options, null, cancellationToken).ConfigureAwait(false);
            var converting = watch.Elapsed;
            var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
            var written = Directory.GetFiles(target).Sum(file => new FileInfo(file).Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checkpoint {bytes / 1e9:0.00} GB, model folder {written / 1e9:0.00} GB"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain copy {copying.TotalSeconds:0.0} s, reading and hashing the checkpoint alone {hashing.TotalSeconds:0.0} s"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"conversion {converting.TotalSeconds:0.0} s ({processor.TotalSeconds:0.0} s of processor time), {converting / copying:0.00} times the copy, hashing of source and result included"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident beyond the page cache at most {memory.Peak / 1e6:0} MB"));
            return 0;
        });
        return command;
    }

    private static TimeSpan Time(Action action, out TimeSpan elapsed)
    {
        var watch = Stopwatch.StartNew();
        action();
        return elapsed = watch.Elapsed;
    }

    private static void Hash(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        SHA256.HashData(stream);
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        var buffer = new byte[1 << 20];
        foreach (var file in Directory.GetFiles(source))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            using var to = new FileStream(Path.Combine(target, Path.GetFileName(file)), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (int read; (read = from.Read(buffer)) > 0;)
            {
                to.Write(buffer, 0, read);
            }

            to.Flush(flushToDisk: true);
        }
    }
}
