// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace pairscape {

/// A sequence kept in chunks, so that a snapshot of it can share what does not change: share() takes time for
/// the chunks, not for the elements, and after it a change copies one chunk. Copying is plain and deep.
/// A const list may be read by any number of threads; references stay valid as long as the list.
template <class T>
class ChunkedList {
  public:
    static constexpr std::size_t chunkSize = 256;
    using value_type = T;

    /// Random access; List is const for a const_iterator.
    template <class List, class Element>
    class Iterator {
      public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = Element*;
        using reference = Element&;

        Iterator() = default;
        Iterator(List* list, std::size_t at) : list_(list), at_(at) {}

        reference operator*() const { return (*list_)[at_]; }
        pointer operator->() const { return &(*list_)[at_]; }
        reference operator[](difference_type n) const { return *(*this + n); }
        Iterator& operator++() { return *this += 1; }
        Iterator& operator--() { return *this -= 1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        Iterator& operator+=(difference_type n) {
            at_ = static_cast<std::size_t>(static_cast<difference_type>(at_) + n);
            return *this;
        }
        Iterator& operator-=(difference_type n) { return *this += -n; }
        friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
        friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
        friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
        friend difference_type operator-(const Iterator& a, const Iterator& b) {
            return static_cast<difference_type>(a.at_) - static_cast<difference_type>(b.at_);
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
        friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.at_ <=> b.at_; }

      private:
        List* list_ = nullptr;
        std::size_t at_ = 0;
    };
    using const_iterator = Iterator<const ChunkedList, const T>;
    using iterator = Iterator<ChunkedList, T>;

    ChunkedList() = default;
    ChunkedList(std::initializer_list<T> values) : ChunkedList(std::vector<T>(values)) {}
    ChunkedList(std::vector<T> values) {
        for (T& value : values)
            push_back(std::move(value));
    }
    ChunkedList(const ChunkedList& other) : size_(other.size_) {
        for (const Slot& slot : other.slots_)
            slots_.push_back({copyOf(*slot.chunk), false});
    }
    ChunkedList(ChunkedList&& other) noexcept
        : slots_(std::move(other.slots_)), size_(std::exchange(other.size_, 0)) {}
    ChunkedList& operator=(ChunkedList other) noexcept {
        slots_.swap(other.slots_);
        std::swap(size_, other.size_);
        return *this;
    }

    /// The list as it is now; what this one does later does not show in it, nor the other way round.
    ChunkedList share() {
        for (Slot& slot : slots_)
            slot.shared = true;
        ChunkedList shared;
        shared.slots_ = slots_;
        shared.size_ = size_;
        return shared;
    }

    /// Whether the piece that holds element i is one and the same in both lists: then it is equal in them,
    /// and so are all elements up to the next multiple of chunkSize. False where the other has no element i.
    bool sharesPiece(const ChunkedList& other, std::size_t i) const {
        return i < other.size_ && slots_[i / chunkSize].chunk == other.slots_[i / chunkSize].chunk;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T& operator[](std::size_t i) const { return (*slots_[i / chunkSize].chunk)[i % chunkSize]; }
    /// For writing; copies the element's chunk first where others share it.
    T& operator[](std::size_t i) { return own(slots_[i / chunkSize])[i % chunkSize]; }
    const T& front() const { return (*this)[0]; }
    const T& back() const { return (*this)[size_ - 1]; }
    const_iterator begin() const { return {this, 0}; }
    const_iterator end() const { return {this, size_}; }
    iterator begin() { return {this, 0}; }
    iterator end() { return {this, size_}; }

    void push_back(T value) {
        if (size_ % chunkSize == 0)
            slots_.push_back({copyOf({}), false});
        own(slots_.back()).push_back(std::move(value));
        ++size_;
    }

  private:
    using Chunk = std::vector<T>;
    struct Slot {
        std::shared_ptr<Chunk> chunk;
        bool shared = false; ///< others may be reading it: it never changes again
    };

    static std::shared_ptr<Chunk> copyOf(const Chunk& chunk) {
        auto copy = std::make_shared<Chunk>();
        copy->reserve(chunkSize);
        copy->insert(copy->end(), chunk.begin(), chunk.end());
        return copy;
    }
    static Chunk& own(Slot& slot) {
        if (slot.shared)
            slot = {copyOf(*slot.chunk), false};
        return *slot.chunk;
    }

    std::vector<Slot> slots_;
    std::size_t size_ = 0;
};

} // namespace pairscape
