"""What a transaction wrote is known at its commit, and no block costs more than the first."""

import sys
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from delivery.content_version import tracking
from delivery.content_version.version import content_version, tables_written_since
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written():
    """The public tables that were written since the test began."""
    factories.make_disease()
    content_version.forget()
    before = content_version.now().number
    return lambda: tables_written_since(before)


def write(table):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")


def one_block():
    with transaction.atomic():
        write("diseases_disease")


def blocks_in_blocks(depth):
    with transaction.atomic():
        write("diseases_disease")
        if depth:
            blocks_in_blocks(depth - 1)


@contextmanager
def counted():
    """The operations of the interpreter within the watcher."""
    found = []

    def trace(frame, event, argument):
        if frame.f_code.co_filename != tracking.__file__:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            found.append(frame.f_lasti)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield found
    finally:
        sys.settrace(before)


def kept():
    return [block.tables for block in connection.written.blocks]


def test_the_last_of_1000_blocks_costs_what_the_first_one_cost():
    with transaction.atomic():
        with counted() as first:
            one_block()
        for _block in range(998):
            one_block()
        with counted() as last:
            one_block()
        assert kept() == [{"diseases_disease"}]
    assert 0 < len(last) == len(first)


def test_a_block_in_200_blocks_costs_what_one_in_20_costs():
    def operations(depth):
        with counted() as found:
            blocks_in_blocks(depth)
        return len(found)

    assert operations(200) - operations(190) == operations(20) - operations(10) > 0


def test_what_a_block_wrote_belongs_to_the_one_around_it_once_it_is_released(written):
    with transaction.atomic():
        with transaction.atomic():
            write("diseases_disease")
            with transaction.atomic():
                write("articles_article")
        assert kept() == [{"diseases_disease", "articles_article"}]
    assert written() == {"diseases_disease", "articles_article"}


def test_what_is_rolled_back_is_forgotten_with_all_blocks_inside_it(written):
    with transaction.atomic():
        write("diseases_disease")
        with transaction.atomic():
            with transaction.atomic():
                write("articles_article")
            write("articles_topic")
            transaction.set_rollback(True)
        with transaction.atomic():
            write("evidence_trial")
    assert written() == {"diseases_disease", "evidence_trial"}


def test_what_was_written_before_the_block_outlives_it_although_it_wrote_the_same(written):
    with transaction.atomic():
        write("diseases_disease")
        with transaction.atomic():
            write("diseases_disease")
            transaction.set_rollback(True)
    assert written() == {"diseases_disease"}


def test_a_savepoint_set_by_hand_is_rolled_back_and_used_again(written):
    with transaction.atomic():
        savepoint = transaction.savepoint()
        write("articles_article")
        with transaction.atomic():
            write("articles_topic")
        transaction.savepoint_rollback(savepoint)
        write("diseases_disease")
        transaction.savepoint_commit(savepoint)
    assert written() == {"diseases_disease"}


def test_a_savepoint_of_raw_sql_loses_nothing(written):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT mine")
        write("diseases_disease")
        transaction.savepoint_commit("mine")
    assert written() == {"diseases_disease"}


def test_nothing_is_left_after_the_whole_transaction_is_rolled_back(written):
    with transaction.atomic():
        with transaction.atomic():
            write("diseases_disease")
        transaction.set_rollback(True)
    with transaction.atomic():
        write("articles_article")
    assert written() == {"articles_article"}
