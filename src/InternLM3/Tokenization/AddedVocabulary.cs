namespace InternLM3.Tokenization;

/// <summary>The added tokens of a checkpoint, checked against its SentencePiece model, and the roles among them.</summary>
internal sealed class AddedVocabulary
{
    private readonly string _path;
    private readonly SentencePieceModel _model;
    private readonly SortedDictionary<int, AddedToken> _tokens = [];
    private readonly Dictionary<string, int> _pieceIds;

    /// <summary>Checks the tokens and resolves their roles.</summary>
    /// <param name="path">The <c>tokenizer_config.json</c>, for errors.</param>
    /// <param name="model">The SentencePiece model.</param>
    /// <param name="config">The added tokens that the file declares.</param>
    /// <exception cref="ModelFormatException">A token contradicts the model, or one that InternLM3 needs is missing.</exception>
    public AddedVocabulary(string path, SentencePieceModel model, TokenizerConfig config)
    {
        (_path, _model) = (path, model);
        _pieceIds = Enumerable.Range(0, model.Pieces.Count).ToDictionary(id => model.Pieces[id].Text, StringComparer.Ordinal);
        foreach (var token in config.AddedTokens.Values)
        {
            _tokens.Add(token.Id, Check(token));
        }

        Special = new SpecialTokens
        {
            Bos = Require(config.BosToken ?? model.BosPiece),
            Eos = Require(config.EosToken ?? model.EosPiece),
            ImStart = Require("<|im_start|>"),
            ImEnd = Require("<|im_end|>"),
            ActionStart = Find("<|action_start|>"),
            ActionEnd = Find("<|action_end|>"),
            Plugin = Find("<|plugin|>"),
            Interpreter = Find("<|interpreter|>"),
        };
    }

    /// <summary>The added tokens by id: those the file names, and role tokens that are pieces of the model.</summary>
    public IReadOnlyDictionary<int, AddedToken> Tokens => _tokens;

    /// <summary>The roles.</summary>
    public SpecialTokens Special { get; }

    private AddedToken Check(AddedToken token)
    {
        if (token.Id < _model.Pieces.Count)
        {
            var (text, _, type) = _model.Pieces[token.Id];
            return text != token.Content
                ? throw Wrong(
                    $"gives id {token.Id} to {token.Content}, but the tokenizer model has {text} there; download both files again.")
                : type == PieceType.Byte ? throw Wrong($"makes the byte piece {text} an added token, which is not supported.")
                : token;
        }

        return _pieceIds.TryGetValue(token.Content, out var id)
            ? throw Wrong($"gives {token.Content} id {token.Id}, but the tokenizer model has it at {id}; download both files again.")
            : token;
    }

    private int Require(string name) =>
        Find(name) ?? throw Wrong(
            $"names no token {name} (in added_tokens_decoder), which InternLM3 needs; use the tokenizer files of an InternLM3 checkpoint.");

    // A role is an added token or a control or user-defined piece; the token in a role becomes special.
    private int? Find(string name)
    {
        if (_tokens.Values.FirstOrDefault(token => token.Content == name) is { } added)
        {
            _tokens[added.Id] = added with { Special = true };
            return added.Id;
        }

        if (!_pieceIds.TryGetValue(name, out var id) || _model.Pieces[id].Type is not (PieceType.Control or PieceType.UserDefined))
        {
            return null;
        }

        _tokens.Add(id, new AddedToken(id, name, Special: true, StripsLeft: false, StripsRight: false));
        return id;
    }

    private ModelFormatException Wrong(string problem) => new(_path, problem);
}
