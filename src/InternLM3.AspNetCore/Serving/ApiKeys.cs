using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The accepted API keys. Only their hashes are kept, and comparing takes the same time whatever is compared.</summary>
internal sealed class ApiKeys(IEnumerable<string> keys)
{
    private const string Scheme = "Bearer ";
    private readonly byte[][] _hashes = [.. keys.Select(Hash)];

    /// <summary>Refuses a request without one of the keys.</summary>
    /// <exception cref="RequestException">It has none, or a wrong one.</exception>
    public void Require(HttpRequest request)
    {
        if (_hashes.Length > 0 && !Opens(request.Headers.Authorization))
        {
            throw new RequestException(
                "A valid API key is needed: send it as \"Authorization: Bearer <key>\".",
                code: "invalid_api_key", status: StatusCodes.Status401Unauthorized);
        }
    }

    private bool Opens(StringValues header)
    {
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Equal lengths by hashing, and no early way out of the loop.
        var given = Hash(value[Scheme.Length..].Trim());
        var opens = false;
        foreach (var hash in _hashes)
        {
            opens |= CryptographicOperations.FixedTimeEquals(hash, given);
        }

        return opens;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
