using System.Security.Cryptography;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 3)]
    [InlineData(1 << 20, 1)]
    [InlineData((1 << 20) - 1, 12)]
    public void Write_PartsOfAnyLength_ComeOutInOrderWithTheirHash(int length, int parts)
    {
        var random = new Random(1);
        var written = new List<byte>();
        using var file = new OutputFile(File.Create(_folder["file"]), "file", Meter());
        for (var part = 0; part < parts; part++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            written.AddRange(bytes);
            file.Write(bytes);

            // The bytes are the caller's again.
            Array.Clear(bytes);
        }

        var described = file.Finish();
        file.Dispose();

        Assert.Equal(("file", written.Count, Convert.ToHexStringLower(SHA256.HashData([.. written]))), (described.Name, (int)described.Length, described.Sha256));
        Assert.True(File.ReadAllBytes(_folder["file"]).AsSpan().SequenceEqual(written.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Write_OnAFullDisk_FailsAndDoesNotHang(int megabytes)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var megabyte = new byte[1 << 20];
        using var file = new OutputFile(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), "file", Meter());

        var error = Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < megabytes; i++)
            {
                file.Write(megabyte);
            }

            file.Finish();
        });

        Assert.Contains("No space left", error.Message);
    }

    private static ConversionMeter Meter() => new(progress: null, TestContext.Current.CancellationToken);
}
