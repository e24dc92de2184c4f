using System.Security.Cryptography;
using System.Text;

namespace InternLM3.Download;

/// <summary>A file of a repository.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Hash">
/// The hub's name of its content, in hexadecimal digits: the SHA-256 of a large file (Git LFS), the Git blob id of a small one.
/// </param>
internal sealed record HubFile(string Name, long Length, string Hash)
{
    private const int Sha256Digits = 64;
    private const int GitDigits = 40;

    /// <summary>Whether the hash can be a file's name and is one this library can check.</summary>
    public bool IsValid => Length >= 0 && Hash.Length is Sha256Digits or GitDigits && Hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Starts the computation of the kind of hash this file has.</summary>
    public IncrementalHash StartHash()
    {
        if (Hash.Length == Sha256Digits)
        {
            return IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }

        // Git's name of a blob is the SHA-1 of a header and the content.
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {Length}\0")));
        return hash;
    }
}
