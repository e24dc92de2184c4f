using System.Runtime.InteropServices;
using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>
/// Decides what the backend computes next (continuous batching): requests join and leave between steps, and a long prompt holds the
/// others for one chunk at most. Runs on the engine's worker thread.
/// </summary>
/// <param name="source">The backend, which only the worker calls.</param>
/// <param name="config">The model's numbers.</param>
/// <param name="queue">The requests that wait.</param>
/// <param name="slots">The slots of the backend.</param>
/// <param name="options">The engine's.</param>
/// <param name="closing">Set when the engine closes.</param>
internal sealed class Scheduler(
    BackendSource source, ModelConfig config, RequestQueue queue, SlotTable slots, EngineOptions options, CancellationToken closing)
{
    private readonly int[] _draft =
        new int[source.Capabilities is { CanAppendToPast: true, CanReturnManyRows: true } ? 1 + options.MaxDraftTokens : 1];
    private readonly int _vocabularySize = source.Capabilities.VocabularySize;
    private readonly DecodeStep[] _steps = new DecodeStep[source.Capabilities.MaxBatchSize];
    private readonly List<Sequence> _decoding = new(source.Capabilities.MaxSequences);
    private Sequence? _prefilling;

    /// <summary>Runs requests until the engine closes.</summary>
    public void Run()
    {
        while (HasWork())
        {
            LetGo();
            Admit();
            Prefill();
            Decode();
        }

        EndAll();
    }

    private bool HasWork() => !closing.IsCancellationRequested && (_prefilling is not null || _decoding.Count > 0 || WaitForWork());

    /// <summary>Waits for a request, and unloads the model when none comes for as long as the options say.</summary>
    /// <returns>False when the engine closes.</returns>
    private bool WaitForWork()
    {
        if (options.IdleUnload is not { } limit || !source.IsLoaded)
        {
            return queue.Wait();
        }

        var start = options.TimeProvider.GetTimestamp();
        using var timer = options.TimeProvider.CreateTimer(
            static queue => ((RequestQueue)queue!).Interrupt(), queue, limit, Timeout.InfiniteTimeSpan);
        if (!queue.Wait())
        {
            return false;
        }

        // The interrupt of a disposed timer may still arrive: the clock decides.
        if (queue.Waiting == 0 && options.TimeProvider.GetElapsedTime(start) >= limit)
        {
            slots.Forget();
            source.Unload();
        }

        return true;
    }

    /// <summary>Ends the requests whose callers gave up.</summary>
    private void LetGo()
    {
        if (_prefilling is { IsCancelled: true } prefilling)
        {
            End(prefilling, new OperationCanceledException(prefilling.Cancellation));
        }

        foreach (var sequence in _decoding)
        {
            if (sequence.IsCancelled)
            {
                End(sequence, new OperationCanceledException(sequence.Cancellation));
            }
        }

        RemoveEnded();
    }

    /// <summary>
    /// Gives the request that waits longest a slot, once no other is in its prefill: requests that came together with one system prompt
    /// then find it computed by the first of them.
    /// </summary>
    private void Admit()
    {
        if (_prefilling is not null || !slots.HasFree || !queue.TryTake(out var sequence))
        {
            return;
        }

        try
        {
            _prefilling = sequence;
            sequence.Cancellation.ThrowIfCancellationRequested();
            var backend = source.Load();
            var reusable = sequence.WantsPromptLogprobs ? [] : sequence.Prompt.Span[..^1];
            sequence.Start(slots.Take(backend, reusable, RopeScaling.BaseFor(config, sequence.Prompt.Length)));
            backend.Expect(sequence.Slot!.Sequence, sequence.ExpectedLength);
        }
        catch (Exception e)
        {
            End(sequence, e);
        }
    }

    /// <summary>Computes one chunk of a prompt.</summary>
    private void Prefill()
    {
        if (_prefilling is not { } sequence)
        {
            return;
        }

        try
        {
            var slot = sequence.Slot!;
            var rest = sequence.Prompt.Span[slot.Length..];
            var chunk = rest[..Math.Min(sequence.ChunkSize, rest.Length)];
            var isLast = chunk.Length == rest.Length;
            var rows = sequence.WantsPromptLogprobs ? chunk.Length : isLast ? sequence.RowsAfterPrompt : 0;
            var logits = source.Current.Append(slot.Sequence, chunk, rows, sequence.Cancellation);
            if (sequence.WantsPromptLogprobs)
            {
                logits = sequence.ScorePrompt(logits, slot.Length, rows);
            }

            slot.Add(chunk);
            if (isLast)
            {
                _prefilling = null;
                JoinDecoding(sequence);
                Advance(sequence, logits);
                RemoveEnded();
            }
        }
        catch (Exception e)
        {
            End(sequence, e);
        }
    }

    /// <summary>
    /// Computes one token of every sequence past its prefill: those of one rotary base together, as many as the backend can.
    /// </summary>
    private void Decode()
    {
        if (_decoding.Count == 1 && TryDecodeDraft(_decoding[0]))
        {
            RemoveEnded();
            return;
        }

        for (var first = 0; first < _decoding.Count;)
        {
            var count = 1;
            while (first + count < _decoding.Count && count < _steps.Length
                && _decoding[first + count].Slot!.RopeBase == _decoding[first].Slot!.RopeBase)
            {
                count++;
            }

            DecodeTogether(CollectionsMarshal.AsSpan(_decoding).Slice(first, count));
            first += count;
        }

        RemoveEnded();
    }

    /// <summary>
    /// Computes a sequence's token and a draft of those after it in one step. Each is then chosen as always, with the same draws, from
    /// the logits after the one before, and the draft counts as far as it is what was chosen: the tokens are those of single steps.
    /// </summary>
    /// <returns>False when nothing is proposed.</returns>
    private bool TryDecodeDraft(Sequence sequence)
    {
        var (slot, lookup) = (sequence.Slot!, sequence.Lookup);
        var room = Math.Min(_draft.Length - 1, sequence.MaxDraftTokens);
        var count = lookup.Propose(slot.Tokens, sequence.NextToken, _draft.AsSpan(1, room));
        if (count == 0)
        {
            return false;
        }

        try
        {
            _draft[0] = sequence.NextToken;
            var logits = source.Current.Append(slot.Sequence, _draft.AsSpan(0, 1 + count), rows: 1 + count, closing);
            lookup.Draft(count);
            for (var row = 0; row <= count; row++)
            {
                slot.Add(_draft[row]);
                Advance(sequence, logits.Slice(row * _vocabularySize, _vocabularySize));
                if (sequence.HasEnded || row == count || sequence.NextToken != _draft[row + 1])
                {
                    break;
                }

                lookup.Accept();
            }

            source.Current.Rewind(slot.Sequence, slot.Length);
        }
        catch (Exception e)
        {
            End(sequence, e);
        }

        return true;
    }

    private void DecodeTogether(ReadOnlySpan<Sequence> batch)
    {
        Span<float> logits;
        try
        {
            for (var i = 0; i < batch.Length; i++)
            {
                _steps[i] = new DecodeStep(batch[i].Slot!.Sequence, batch[i].NextToken);
            }

            logits = source.Current.Decode(_steps.AsSpan(0, batch.Length), closing);
        }
        catch (Exception e)
        {
            foreach (var sequence in batch)
            {
                End(sequence, e);
            }

            return;
        }

        for (var i = 0; i < batch.Length; i++)
        {
            batch[i].Slot!.Add(batch[i].NextToken);
            Advance(batch[i], logits.Slice(i * _vocabularySize, _vocabularySize));
        }
    }

    /// <summary>Takes a sequence one token further; what fails here (a constraint that allows nothing) fails for it alone.</summary>
    private void Advance(Sequence sequence, Span<float> logits)
    {
        try
        {
            if (!sequence.TryAdvance(logits))
            {
                End(sequence, error: null);
            }
        }
        catch (Exception e)
        {
            End(sequence, e);
        }
    }

    /// <summary>Adds a sequence behind the others of its rotary base, so that what decodes together stands together.</summary>
    private void JoinDecoding(Sequence sequence)
    {
        var last = _decoding.FindLastIndex(other => other.Slot!.RopeBase == sequence.Slot!.RopeBase);
        _decoding.Insert(last < 0 ? _decoding.Count : last + 1, sequence);
    }

    /// <summary>Frees what a sequence held and only then tells its caller, whose next request may follow at once.</summary>
    private void End(Sequence sequence, Exception? error)
    {
        if (sequence.Slot is { } slot)
        {
            slots.Release(slot);
        }

        if (ReferenceEquals(sequence, _prefilling))
        {
            _prefilling = null;
        }

        queue.End(sequence.RunningTime);
        var closed = error is not null && closing.IsCancellationRequested;
        sequence.End(closed ? new ObjectDisposedException(nameof(GenerationEngine), error) : error);
    }

    private void RemoveEnded() => _decoding.RemoveAll(static sequence => sequence.HasEnded);

    private void EndAll()
    {
        var error = new ObjectDisposedException(nameof(GenerationEngine));
        if (_prefilling is { } prefilling)
        {
            End(prefilling, error);
        }

        foreach (var sequence in _decoding)
        {
            End(sequence, error);
        }

        while (queue.TryTake(out var waiting))
        {
            End(waiting, error);
        }
    }
}
